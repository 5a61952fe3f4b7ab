-- The best attested acts with a day, in the order of time, with the words that tell of them and who vouches for them.
-- Grain: one row an act
-- Depends: acts, period, event_mentions, sentences

with best as (
    select *, count(*) over () as total
    from acts
    where
        date_from is not null and scope <> 'background'
        -- An explosion that killed 12 has no actor: what it was done with and where tell it.
        and (len(actors) + len(recipients) > 0 or (place is not null and len(instruments) > 0))
    order by source_count desc, article_count desc, mention_count desc, date_from desc, event_id
    limit $top
),

-- The first words of each outlet.
firsts as (
    select m.event_id, m.article_id, m.sent_no, m.start_char, m.end_char, p.told, p.is_copy, p.sorting_day
    from event_mentions as m
    semi join best as b on m.event_id = b.event_id
    inner join period as p on m.article_id = p.article_id
    qualify row_number() over (
        partition by m.event_id, p.source order by p.is_copy, p.sorting_day, m.article_id, m.start_char
    ) = 1
),

linked as (
    select
        event_id,
        arg_min(told, (is_copy, sorting_day, article_id), 4) as evidence,
        arg_min(
            {'article_id': article_id, 'sent_no': sent_no, 'start_char': start_char, 'end_char': end_char},
            (is_copy, sorting_day, article_id)
        ) as telling
    from firsts
    group by event_id
),

worded as (
    select
        l.event_id,
        l.evidence,
        left(s.text, l.telling.start_char - s.start_char) as before,
        substr(s.text, l.telling.start_char - s.start_char + 1, l.telling.end_char - l.telling.start_char) as trigger,
        substr(s.text, l.telling.end_char - s.start_char + 1) as after
    from linked as l
    left join sentences as s on s.article_id = l.telling.article_id and s.sent_no = l.telling.sent_no
)

select
    b.date_from,
    b.date_to,
    b.type,
    b.actors,
    b.recipients,
    b.instruments,
    b.summary,
    b.place,
    b.source_count,
    b.article_count,
    coalesce(b.attributed_to, []) as attributed_to,
    w.before,
    w.trigger,
    w.after,
    w.evidence,
    b.total
from best as b
left join worded as w using (event_id)
order by b.date_from, b.date_to, b.source_count desc, b.event_id;
