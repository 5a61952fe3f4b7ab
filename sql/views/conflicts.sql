-- Where reports of one act, or of one statement, differ.
-- Grain: one row a pair of statements
-- Depends: store.figures, store.tellings, store.event_mentions, store.story_articles, store.event_merges, store.events, store.wording_groups, store.quotes, store.articles, store.originals

create or replace view conflicts as
with shared as materialized (
    -- Articles that tell of what others tell of too, copies left out.
    select a.article_id, a.story_id
    from store.story_articles as a
    semi join (
        select story_id from store.story_articles group by story_id having count(*) > 1
    ) as s on a.story_id = s.story_id
    anti join store.originals as o on a.article_id = o.article_id
),

told as (
    select
        coalesce(m.event_id, f.event_id) as event_id,
        f.topic,
        f.article_id,
        f.sent_no,
        f.text as value,
        f.low,
        f.high,
        coalesce(f.claimed_by, a.source) as source
    from store.figures as f
    left join store.event_merges as m on f.event_id = m.local_id
    inner join store.articles as a on f.article_id = a.article_id
    anti join store.originals as o on f.article_id = o.article_id
),

-- Each number once: where it was told first.
numbers as (
    select * from told
    qualify row_number() over (partition by event_id, topic, low, high order by article_id, sent_no, value) = 1
),

figures as (
    select
        a.event_id, a.topic, a.article_id, a.sent_no, a.value, a.source,
        b.article_id as other_article_id, b.sent_no as other_sent_no, b.value as other_value, b.source as other_source
    from numbers as a
    inner join numbers as b
        on a.event_id = b.event_id
            and a.topic = b.topic
            and (a.low, a.high) < (b.low, b.high)
            and (a.high < b.low or b.high < a.low)
),

-- Who died or was hurt is often told without a hand that did it: such acts are compared within a story, where the
-- kind and the place, or the day, are the same.
suffered as (
    select
        f.*, f.text as value, coalesce(f.claimed_by, x.source) as source, s.story_id, e.plover, lower(e.place) as place,
        e.date_from, e.date_to
    from (
        select * from store.figures where article_id in (select article_id from shared) and starts_with(topic, 'people ')
    ) as f
    inner join shared as s on f.article_id = s.article_id
    inner join (select * from store.events where article_id in (select article_id from shared)) as e
        on f.event_id = e.event_id
    inner join store.articles as x on f.article_id = x.article_id
    where e.modality = 'asserted' and e.scope = 'article'
),

losses as (
    select * from suffered
    qualify row_number() over (
        partition by story_id, plover, topic, place, date_from, date_to, low, high order by article_id, sent_no, value
    ) = 1
),

tolls as (
    select
        coalesce(m.event_id, a.event_id) as event_id, a.topic, a.article_id, a.sent_no, a.value, a.source,
        b.article_id as other_article_id, b.sent_no as other_sent_no, b.value as other_value, b.source as other_source
    from losses as a
    inner join losses as b
        on a.story_id = b.story_id and a.plover = b.plover and a.topic = b.topic
            and a.article_id <> b.article_id and a.high < b.low
    left join store.event_merges as m on a.event_id = m.local_id
    left join store.event_merges as n on b.event_id = n.local_id
    where coalesce(m.event_id, a.event_id) <> coalesce(n.event_id, b.event_id)
        and (a.place = b.place or (a.date_from = a.date_to and a.date_from = b.date_from and b.date_from = b.date_to))
        and coalesce(a.place = b.place, true)
        and coalesce(a.date_from <= b.date_to and b.date_from <= a.date_to, true)
),

-- Words in marks are claimed to be the very words: two versions cannot both be.
worded as (
    select w.wording_group, q.*
    from store.wording_groups as w
    inner join store.quotes as q using (quote_id)
    anti join store.originals as o on q.article_id = o.article_id
    where q.kind <> 'indirect'
    qualify row_number() over (partition by w.wording_group, lower(trim(q.text, ' ,.;:!?')) order by q.article_id, q.start_char) = 1
),

wordings as (
    select
        null::varchar as event_id,
        'wording' as topic,
        a.article_id,
        a.sent_no,
        a.text as value,
        coalesce(a.via, x.source) as source,
        b.article_id as other_article_id,
        b.sent_no as other_sent_no,
        b.text as other_value,
        coalesce(b.via, y.source) as other_source
    from worded as a
    inner join worded as b on a.wording_group = b.wording_group and a.quote_id < b.quote_id
    inner join store.articles as x on a.article_id = x.article_id
    inner join store.articles as y on b.article_id = y.article_id
    where not contains(lower(a.text), lower(trim(b.text, ' ,.;:!?')))
        and not contains(lower(b.text), lower(trim(a.text, ' ,.;:!?')))
),

-- What the articles of one story tell of acts of one kind, copies once.
acts as (
    select
        t.event_id,
        t.act_id,
        t.article_id,
        s.story_id,
        t.plover,
        t.parties,
        t.first as day,
        t.place,
        t.is_wide,
        e.place as place_name,
        list_transform(e.actors, lambda n: lower(regexp_extract(n, '\S+$'))) as actors,
        list_transform(e.recipients, lambda n: lower(regexp_extract(n, '\S+$'))) as recipients,
        array_to_string(e.recipients, ', ') as target,
        coalesce(e.attributed_to[1], x.source) as source
    from (select * from store.tellings where article_id in (select article_id from shared)) as t
    inner join shared as s on t.article_id = s.article_id
    inner join (select * from store.events where article_id in (select article_id from shared)) as e
        on t.event_id = e.event_id
    inner join store.articles as x on t.article_id = x.article_id
    where t.modality = 'asserted' and t.first = t.last and e.scope = 'article'
),

-- Two articles that may mean one act; where an article tells of both, they are two.
pairs as (
    select a as one, b as other
    from acts as a
    inner join acts as b on a.story_id = b.story_id and a.plover = b.plover and a.article_id <> b.article_id
    where a.act_id = b.act_id or not exists (
        select 1 from acts as c
        where (c.article_id = a.article_id and c.act_id = b.act_id) or (c.article_id = b.article_id and c.act_id = a.act_id)
    )
),

details as (
    select 'day' as topic, strftime(one.day, '%Y-%m-%d') as value, strftime(other.day, '%Y-%m-%d') as other_value, one, other
    from pairs
    where len(one.parties) > 1 and one.parties = other.parties
        and one.day < other.day and other.day - one.day <= 3
        and coalesce(one.place = other.place or one.is_wide or other.is_wide, true)
    union all
    select 'place', one.place_name, other.place_name, one, other
    from pairs
    where len(one.parties) > 1 and one.parties = other.parties and one.day = other.day
        and one.place < other.place and not one.is_wide and not other.is_wide
        and not contains(one.place, other.place) and not contains(other.place, one.place)
    union all
    -- Who is struck, held or punished by the same hand on one day at one place.
    select 'target', one.target, other.target, one, other
    from pairs
    where one.plover in ('ASSAULT', 'COERCE', 'SANCTION') and one.day = other.day
        and coalesce(one.place = other.place or one.is_wide or other.is_wide, true)
        and one.target < other.target and one.target <> ''
        and list_has_any(one.actors, other.actors) and not list_has_any(one.recipients, other.recipients)
),

first_told as (
    select event_id, min(sent_no) as sent_no from store.event_mentions
    where event_id in (select one.event_id from details union all select other.event_id from details)
    group by event_id
),

differing as (
    select
        d.one.act_id as event_id,
        d.topic,
        d.one.article_id,
        f.sent_no,
        d.value,
        d.one.source,
        d.other.article_id as other_article_id,
        g.sent_no as other_sent_no,
        d.other_value,
        d.other.source as other_source
    from details as d
    left join first_told as f on d.one.event_id = f.event_id
    left join first_told as g on d.other.event_id = g.event_id
    qualify row_number() over (
        partition by d.one.act_id, d.other.act_id, d.topic, d.value, d.other_value
        order by d.one.article_id, d.other.article_id, f.sent_no, g.sent_no
    ) = 1
)

select * from figures
union all
select * from tolls
union all
select * from differing
union all
select * from wordings;

comment on view conflicts is 'Where reports of one act, or of one statement, differ.';
comment on column conflicts.event_id is 'The act; NULL for two wordings of a statement.';
comment on column conflicts.topic is 'What they differ in: what is counted, day, place, target or wording.';
comment on column conflicts.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column conflicts.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column conflicts.value is 'What is said here.';
comment on column conflicts.source is 'Who says so.';
comment on column conflicts.other_article_id is 'The other article.';
comment on column conflicts.other_sent_no is 'Sentence there.';
comment on column conflicts.other_value is 'What is said there.';
comment on column conflicts.other_source is 'Who says that.';
