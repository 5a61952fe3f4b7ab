-- The stories that most outlets tell of their own.
-- Grain: one row a story
-- Depends: period, store.entities

with counted as (
    select
        story_id,
        count(*) as article_count,
        count(distinct source) filter (where not is_copy) as source_count,
        min(day) as first_seen,
        max(day) as last_seen,
        arg_min(told, (is_copy, sorting_day, article_id)) as first_told,
        count(*) over () as total
    from period
    where story_id is not null
    group by story_id
    order by source_count desc, article_count desc, last_seen desc nulls last, story_id
    limit $top
),

named as (
    select p.story_id, e.name, sum(e.mention_count) as mention_count
    from store.entities as e
    inner join (select story_id, article_id from period semi join counted using (story_id)) as p using (article_id)
    where e.mention_count > 0
    group by p.story_id, e.name
),

topped as (
    select story_id, arg_min(name, (-mention_count, name), 6) as names
    from named
    group by story_id
),

-- One article an outlet.
firsts as (
    select story_id, told, sorting_day, article_id
    from period
    semi join counted using (story_id)
    qualify row_number() over (partition by story_id, source order by is_copy, sorting_day, article_id) = 1
),

linked as (
    select story_id, arg_min(told, (sorting_day, article_id), 4) as evidence
    from firsts
    group by story_id
)

select
    c.first_told.title as title,
    c.article_count,
    c.source_count,
    c.first_seen,
    c.last_seen,
    coalesce(t.names, []) as names,
    l.evidence,
    c.total
from counted as c
left join topped as t using (story_id)
left join linked as l using (story_id)
order by c.source_count desc, c.article_count desc, c.last_seen desc nulls last, c.story_id;
