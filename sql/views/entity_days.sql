-- How often an entity is mentioned, day by day.
-- Grain: one row an entity and day
-- Depends: store.entities, name_decisions

create or replace view entity_days as
with decisions as materialized (
    select article_id, local_id, entity_id from name_decisions
),

touched as materialized (
    select local_id as entity_id from decisions
    union
    select entity_id from decisions
),

plain as (
    select e.entity_id, max(e.name) as entity, e.day, sum(e.mention_count) as mention_count, count(*) as article_count
    from store.entities as e
    anti join touched as t on e.entity_id = t.entity_id
    where e.mention_count > 0
    group by e.entity_id, e.day
),

-- Names that may mean an entity of another spelling, and that entity's own: the few, before it is asked which.
ambiguous as (
    select e.entity_id, e.article_id, e.name, e.day, e.mention_count
    from store.entities as e
    semi join touched as t on e.entity_id = t.entity_id
    where e.mention_count > 0
),

meant as materialized (
    select
        coalesce(r.entity_id, g.entity_id, e.entity_id) as entity_id, e.article_id, max(e.name) as name, e.day,
        sum(e.mention_count) as mention_count
    from ambiguous as e
    left join decisions as g on e.entity_id = g.local_id and g.article_id is null
    left join decisions as r on e.article_id = r.article_id and e.entity_id = r.local_id
    group by 1, e.article_id, e.day
),

called as (
    select entity_id, arg_max(name, (length(name), name)) as entity
    from (select distinct entity_id, name from meant)
    group by entity_id
),

joined as (
    select m.entity_id, m.day, sum(m.mention_count) as mention_count, count(*) as article_count
    from meant as m
    group by m.entity_id, m.day
)

select entity, day, mention_count::bigint as mention_count, article_count, entity_id
from plain
union all
select c.entity, j.day, j.mention_count::bigint as mention_count, j.article_count, j.entity_id
from joined as j
inner join called as c using (entity_id);

comment on view entity_days is 'How often an entity is mentioned, day by day.';
comment on column entity_days.entity is 'Its name.';
comment on column entity_days.day is 'Day of publication.';
comment on column entity_days.mention_count is 'Mentions.';
comment on column entity_days.article_count is 'Articles.';
comment on column entity_days.entity_id is 'Hash of what it is.';
