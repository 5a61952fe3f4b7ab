-- People, organisations, places and other named things, each once.
-- Grain: one row an entity
-- Depends: store.entities, store.entity_merges, store.aliases, entity_decisions

create or replace view entities as
with decisions as materialized (
    select article_id, local_id, entity_id from entity_decisions
),

resolved as (
    select
        coalesce(r.entity_id, g.entity_id, e.entity_id) as entity_id,
        r.entity_id is not null or g.entity_id is not null as is_joined,
        e.* exclude (entity_id)
    from store.entities as e
    left join decisions as g on e.entity_id = g.local_id and g.article_id is null
    left join decisions as r on e.article_id = r.article_id and e.entity_id = r.local_id
),

spelled as (
    select
        entity_id,
        name,
        label,
        min(country) as country,
        min(latitude) as latitude,
        min(longitude) as longitude,
        list_distinct(flatten(list(distinct aliases))) as aliases,
        sum(mention_count) as mention_count,
        count(*) as article_count,
        min(day) as first_seen,
        max(day) as last_seen
    from resolved
    group by entity_id, name, label
),

-- An article that has two names of one entity counts once.
doubled as (
    select entity_id, count(*) - count(distinct article_id) as extra
    from resolved
    where entity_id in (select entity_id from resolved where is_joined)
    group by entity_id
),

linked as (
    select g.entity_id, min(nullif(a.wikidata, '')) as wikidata
    from store.entity_merges as g
    inner join store.aliases as a on g.reason = 'alias' and g.detail = a.name || ' means ' || a.means
    group by g.entity_id
)

select
    s.entity_id,
    arg_max(s.name, (length(s.name), s.name)) as name,
    arg_max(s.label, (s.article_count, s.label)) as label,
    min(s.country) as country,
    min(s.latitude) as latitude,
    min(s.longitude) as longitude,
    list_sort(list_distinct(flatten(list(s.aliases)))) as aliases,
    coalesce(sum(s.mention_count), 0)::bigint as mention_count,
    (sum(s.article_count) - coalesce(any_value(d.extra), 0))::bigint as article_count,
    min(s.first_seen)::timestamp as first_seen,
    max(s.last_seen)::timestamp as last_seen,
    any_value(l.wikidata) as wikidata
from spelled as s
left join doubled as d using (entity_id)
left join linked as l using (entity_id)
group by s.entity_id;

comment on view entities is 'People, organisations, places and other named things, each once.';
comment on column entities.entity_id is 'Hash of what it is.';
comment on column entities.name is 'Fullest name.';
comment on column entities.label is 'PERSON, ORG, GPE, LOC, FAC, NORP, PRODUCT, EVENT, LAW or WORK.';
comment on column entities.country is 'ISO 3166 alpha-3.';
comment on column entities.latitude is 'Degrees north.';
comment on column entities.longitude is 'Degrees east.';
comment on column entities.aliases is 'Forms it appears in.';
comment on column entities.mention_count is 'Mentions in all articles.';
comment on column entities.article_count is 'Articles that mention it.';
comment on column entities.first_seen is 'First day of publication that mentions it.';
comment on column entities.last_seen is 'Last such day.';
comment on column entities.wikidata is 'Its id there, where the alias file gives one.';
