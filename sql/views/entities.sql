-- People, organisations, places and other named things, each once.
-- Grain: one row an entity
-- Depends: store.entities, store.entity_merges, store.entity_readings, store.aliases

create or replace view entities as
with readings as (
    select r.article_id, r.local_id, coalesce(m.entity_id, r.entity_id) as entity_id
    from store.entity_readings as r
    left join store.entity_merges as m on r.entity_id = m.local_id
),

resolved as (
    select
        case when m.reason = 'alias' then m.entity_id else coalesce(r.entity_id, m.entity_id, e.entity_id) end
            as entity_id,
        e.article_id,
        e.name,
        e.label,
        e.country,
        e.latitude,
        e.longitude,
        e.aliases,
        e.mention_count,
        e.day
    from store.entities as e
    left join store.entity_merges as m on e.entity_id = m.local_id
    left join readings as r on e.article_id = r.article_id and e.entity_id = r.local_id
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

-- Two names of one article that mean one entity: that article counts once.
doubled as (
    select entity_id, count(*) - count(distinct article_id) as extra
    from resolved
    where entity_id in (select entity_id from store.entity_merges union all select entity_id from readings)
    group by entity_id
)

select
    s.entity_id,
    arg_max(s.name, (len(s.name), s.name)) as name,
    arg_max(s.label, (s.article_count, s.label)) as label,
    min(s.country) as country,
    min(s.latitude) as latitude,
    min(s.longitude) as longitude,
    list_sort(list_distinct(flatten(list(s.aliases)))) as aliases,
    coalesce(sum(s.mention_count), 0)::bigint as mention_count,
    (sum(s.article_count) - coalesce(any_value(d.extra), 0))::bigint as article_count,
    min(s.first_seen)::timestamp as first_seen,
    max(s.last_seen)::timestamp as last_seen,
    any_value(w.wikidata) as wikidata
from spelled as s
left join doubled as d using (entity_id)
left join (
    select m.entity_id, min(nullif(a.wikidata, '')) as wikidata
    from store.entity_merges as m
    inner join store.aliases as a on m.reason = 'alias' and m.detail = a.name || ' means ' || a.means
    group by m.entity_id
) as w using (entity_id)
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
