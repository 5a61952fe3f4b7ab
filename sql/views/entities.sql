-- People, organisations, places and other named things.
-- Grain: one row an entity
-- Depends: store.entities, store.mentions, store.articles

create or replace view entities as
with named as (
    select
        entity_id,
        max_by(name, length(name)) as name,
        min(label) as label,
        min(country) as country,
        min(latitude) as latitude,
        min(longitude) as longitude,
        list_sort(list_distinct(flatten(list(aliases)))) as aliases
    from store.entities
    group by entity_id
),

counted as (
    select
        m.entity_id,
        count(*) as mention_count,
        count(distinct m.article_id) as article_count,
        min(a.published_local) as first_seen,
        max(a.published_local) as last_seen
    from store.mentions as m
    inner join store.articles as a using (article_id)
    group by m.entity_id
)

select
    n.entity_id,
    n.name,
    n.label,
    n.country,
    n.latitude,
    n.longitude,
    n.aliases,
    coalesce(c.mention_count, 0) as mention_count,
    coalesce(c.article_count, 0) as article_count,
    c.first_seen,
    c.last_seen
from named as n
left join counted as c using (entity_id);

comment on view entities is 'People, organisations, places and other named things.';
comment on column entities.entity_id is 'Hash of what it is.';
comment on column entities.name is 'Fullest name.';
comment on column entities.label is 'PERSON, ORG, GPE, LOC, FAC, NORP, PRODUCT, EVENT, LAW or WORK.';
comment on column entities.country is 'ISO 3166 alpha-3.';
comment on column entities.latitude is 'Degrees north.';
comment on column entities.longitude is 'Degrees east.';
comment on column entities.aliases is 'Forms it appears in.';
comment on column entities.mention_count is 'Mentions in all articles.';
comment on column entities.article_count is 'Articles that mention it.';
comment on column entities.first_seen is 'First publication that mentions it.';
comment on column entities.last_seen is 'Last publication that mentions it.';
