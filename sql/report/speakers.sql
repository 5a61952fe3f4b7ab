-- Who gets to speak, and some of their words.
-- Grain: one row a speaker
-- Depends: quotes, period

with said as (
    select
        q.*,
        1 + length(trim(q.text)) - length(replace(trim(q.text), ' ', '')) as word_count,
        p.told,
        p.source,
        p.sorting_day
    from quotes as q
    inner join period as p using (article_id)
    where not p.is_copy
),

counted as (
    select
        speaker,
        count(*) as statement_count,
        count(*) filter (where kind <> 'indirect') as quoted_count,
        coalesce(sum(word_count) filter (where kind <> 'indirect'), 0)::bigint as quoted_words,
        count(distinct source) as source_count,
        count(*) over () as total
    from said
    where speaker is not null
    group by speaker
    order by quoted_words desc, statement_count desc, speaker
    limit $top
),

-- A statement that several outlets carry says more than a longer one.
spread as (
    select wording_group, count(distinct source) as outlet_count from said where wording_group is not null group by wording_group
),

chosen as (
    select s.*, coalesce(w.outlet_count, 1) as outlet_count
    from said as s
    left join spread as w using (wording_group)
    where s.speaker in (select speaker from counted)
    qualify row_number() over (
        partition by s.speaker, coalesce(s.wording_group, s.quote_id)
        order by s.kind = 'indirect', s.sorting_day, s.article_id, s.start_char
    ) = 1
),

ranked as (
    select *
    from chosen
    qualify row_number() over (
        partition by speaker
        order by kind = 'indirect', outlet_count desc, word_count < 6, abs(word_count - 25), sorting_day, article_id, start_char
    ) <= 3
),

listed as (
    select
        speaker,
        list(
            {
                'text': left(text, 600), 'kind': kind, 'cue': cue, 'said_from': said_from, 'said_to': said_to, 'via': via,
                'outlet_count': outlet_count, 'told': told
            }
            order by sorting_day, article_id, start_char
        ) as statements
    from ranked
    group by speaker
)

select
    c.speaker,
    c.statement_count,
    c.quoted_count,
    c.quoted_words,
    c.source_count,
    c.quoted_words / nullif((select sum(word_count) from said where kind <> 'indirect' and speaker is not null), 0) as share,
    l.statements,
    c.total
from counted as c
left join listed as l using (speaker)
order by c.quoted_words desc, c.statement_count desc, c.speaker;
