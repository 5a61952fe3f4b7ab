-- How often an entity is mentioned, day by day.
-- Grain: one row an entity and day
-- Depends: store.entities, entity_decisions

create or replace view entity_days as
with decisions as materialized (
    select article_id, local_id, entity_id, entity from entity_decisions
),

named as materialized (
    select distinct entity_id, entity from decisions
),

plain as (
    select e.entity_id, max(e.name) as entity, e.day, sum(e.mention_count) as mention_count, count(*) as article_count
    from store.entities as e
    where e.mention_count > 0 and e.entity_id not in (select local_id from decisions union all select entity_id from decisions)
    group by e.entity_id, e.day
),

-- Names that may mean an entity of another spelling, and that entity's own.
meant as (
    select coalesce(r.entity_id, g.entity_id, e.entity_id) as entity_id, e.name, e.day, e.article_id, e.mention_count
    from store.entities as e
    left join decisions as g on e.entity_id = g.local_id and g.article_id is null
    left join decisions as r on e.article_id = r.article_id and e.entity_id = r.local_id
    where e.mention_count > 0 and e.entity_id in (select local_id from decisions)
    union all
    select e.entity_id, e.name, e.day, e.article_id, e.mention_count
    from store.entities as e
    where e.mention_count > 0 and e.entity_id in (
        select entity_id from named except all select local_id from decisions
    )
),

joined as (
    select
        m.entity_id, max(m.name) as entity, m.day, sum(m.mention_count) as mention_count,
        count(distinct m.article_id) as article_count
    from meant as m
    group by m.entity_id, m.day
)

select entity, day, mention_count::bigint as mention_count, article_count
from plain
union all
select coalesce(n.entity, j.entity) as entity, j.day, j.mention_count::bigint as mention_count, j.article_count
from joined as j
left join named as n using (entity_id);

comment on view entity_days is 'How often an entity is mentioned, day by day.';
comment on column entity_days.entity is 'Its name.';
comment on column entity_days.day is 'Day of publication.';
comment on column entity_days.mention_count is 'Mentions.';
comment on column entity_days.article_count is 'Articles.';
