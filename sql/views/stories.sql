-- Articles about the same happening.
-- Grain: one row a story
-- Depends: store.stories, store.story_articles, store.articles, store.mentions

create or replace view stories as
with told as (
    select
        s.story_id,
        count(*) as article_count,
        count(distinct a.source) as source_count,
        min(a.published_local) as first_seen,
        max(a.published_local) as last_seen
    from store.story_articles as s
    inner join store.articles as a using (article_id)
    group by s.story_id
),

named as (
    select s.story_id, m.entity, count(*) as mention_count
    from store.story_articles as s
    inner join store.mentions as m using (article_id)
    where m.entity is not null
    group by s.story_id, m.entity
),

topped as (
    select story_id, list(entity order by mention_count desc, entity)[:5] as top_entities
    from named
    group by story_id
)

select
    s.story_id,
    s.title,
    t.article_count,
    t.source_count,
    t.first_seen,
    t.last_seen,
    p.top_entities
from store.stories as s
left join told as t using (story_id)
left join topped as p using (story_id);

comment on view stories is 'Articles about the same happening.';
comment on column stories.story_id is 'The story.';
comment on column stories.title is 'Headline of its first article.';
comment on column stories.article_count is 'Articles.';
comment on column stories.source_count is 'Outlets.';
comment on column stories.first_seen is 'First publication.';
comment on column stories.last_seen is 'Last publication.';
comment on column stories.top_entities is 'Names mentioned most.';
