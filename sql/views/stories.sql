-- Articles about the same happening.
-- Grain: one row a story
-- Depends: store.story_articles, store.articles, store.originals, store.entities

create or replace view stories as
with told as (
    select
        s.story_id,
        arg_min(a.title, (coalesce(a.published_at, a.published_local::timestamptz, 'infinity'), a.article_id))
            filter (where o.original is null) as title,
        count(*) as article_count,
        count(distinct a.source) filter (where o.original is null) as source_count,
        min(a.published_local) as first_seen,
        max(a.published_local) as last_seen
    from store.story_articles as s
    inner join store.articles as a using (article_id)
    left join store.originals as o using (article_id)
    group by s.story_id
),

-- What one article says of a name is counted already; only where several tell the story is there more to count.
named as (
    select s.story_id, e.name as entity, sum(e.mention_count) as mention_count
    from store.story_articles as s
    inner join store.entities as e using (article_id)
    where e.mention_count > 0 and s.story_id in (select story_id from told where article_count > 1)
    group by s.story_id, e.name
    union all
    select s.story_id, e.name as entity, e.mention_count
    from store.story_articles as s
    inner join store.entities as e using (article_id)
    where e.mention_count > 0 and s.story_id in (select story_id from told where article_count = 1)
),

topped as (
    select story_id, arg_min(entity, (-mention_count, entity), 5) as top_entities
    from named
    group by story_id
)

select
    t.story_id,
    t.title,
    t.article_count,
    t.source_count,
    t.first_seen,
    t.last_seen,
    p.top_entities
from told as t
left join topped as p using (story_id);

comment on view stories is 'Articles about the same happening.';
comment on column stories.story_id is 'The story. It keeps its id as it grows.';
comment on column stories.title is 'Headline of its first article.';
comment on column stories.article_count is 'Articles, copies included.';
comment on column stories.source_count is 'Outlets with a report of their own: copies do not count.';
comment on column stories.first_seen is 'First publication.';
comment on column stories.last_seen is 'Last publication.';
comment on column stories.top_entities is 'Names mentioned most.';
