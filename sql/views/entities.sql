-- People, organisations, places and other named things, each once.
-- Grain: one row an entity
-- Depends: store.entities, store.people, store.entity_merges, store.aliases, name_decisions

create or replace view entities as
with decisions as materialized (
    select article_id, local_id, entity_id from name_decisions
),

always as (
    select local_id, entity_id from decisions where article_id is null
),

once as (
    select article_id, local_id, entity_id from decisions where article_id is not null
),

-- Most names mean one entity wherever they stand: they are counted before it is asked which. Most have one form, and
-- need no list of them.
plain as (
    select
        e.entity_id as local_id,
        e.label,
        e.name,
        min(e.country) as country,
        min(e.latitude) as latitude,
        min(e.longitude) as longitude,
        bool_or(len(e.aliases) = 1 and e.aliases[1] = e.name) as is_alias,
        list(distinct e.aliases) filter (where len(e.aliases) <> 1 or e.aliases[1] <> e.name) as aliases,
        sum(e.mention_count) as mention_count,
        count(*) as article_count,
        min(e.day) as first_seen,
        max(e.day) as last_seen
    from store.entities as e
    anti join once as o on e.entity_id = o.local_id
    group by e.entity_id, e.label, e.name
),

-- The few names that may mean several, before it is asked which.
ambiguous as (
    select e.*
    from store.entities as e
    semi join once as o on e.entity_id = o.local_id
),

read as (
    select
        coalesce(o.entity_id, e.entity_id) as entity_id,
        o.entity_id is null as is_plain,
        e.label,
        e.name,
        min(e.country) as country,
        min(e.latitude) as latitude,
        min(e.longitude) as longitude,
        bool_or(len(e.aliases) = 1 and e.aliases[1] = e.name) as is_alias,
        list(distinct e.aliases) filter (where len(e.aliases) <> 1 or e.aliases[1] <> e.name) as aliases,
        sum(e.mention_count) as mention_count,
        count(*) as article_count,
        min(e.day) as first_seen,
        max(e.day) as last_seen
    from ambiguous as e
    left join once as o on e.article_id = o.article_id and e.entity_id = o.local_id
    group by 1, 2, e.label, e.name
),

spelled as (
    select coalesce(g.entity_id, p.local_id) as entity_id, p.* exclude (local_id)
    from plain as p
    left join always as g on p.local_id = g.local_id
    union all by name
    select if(r.is_plain, coalesce(g.entity_id, r.entity_id), r.entity_id) as entity_id, r.* exclude (entity_id, is_plain)
    from read as r
    left join always as g on r.entity_id = g.local_id
),

-- An article that has two names of one entity counts once.
moved as (
    select article_id, entity_id from once
    union all
    select e.article_id, g.entity_id
    from store.entities as e
    inner join always as g on e.entity_id = g.local_id
    anti join once as o on e.article_id = o.article_id and e.entity_id = o.local_id
),

beside as materialized (
    select p.article_id, p.local_id as entity_id
    from store.people as p
    semi join once as o on p.article_id = o.article_id and p.local_id = o.entity_id
    union
    select e.article_id, e.entity_id
    from store.entities as e
    semi join moved as m on e.article_id = m.article_id and e.entity_id = m.entity_id
    where exists (select 1 from always)
),

doubled as (
    select d.entity_id, sum(d.name_count - 1) as extra
    from (
        select article_id, entity_id, count(*) as name_count
        from (
            select article_id, entity_id from moved
            union all
            select b.article_id, b.entity_id
            from beside as b
            anti join once as o on b.article_id = o.article_id and b.entity_id = o.local_id
            anti join always as g on b.entity_id = g.local_id
        )
        group by article_id, entity_id
        having count(*) > 1
    ) as d
    group by d.entity_id
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
    list_sort(
        list_distinct(
            list_concat(
                coalesce(list(s.name) filter (where s.is_alias), []),
                coalesce(flatten(flatten(list(s.aliases) filter (where s.aliases is not null))), [])
            )
        )
    ) as aliases,
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
