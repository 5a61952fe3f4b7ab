-- The names of people and places in the articles of the period, with the entity that each stands for.
-- Grain: one row an article and entity
-- Depends: period, store.entities, entity_decisions
-- Makes: named

create or replace temp table named as
with decisions as materialized (
    select article_id, local_id, entity_id, entity from entity_decisions
)

select
    e.article_id,
    coalesce(r.entity_id, g.entity_id, e.entity_id) as entity_id,
    coalesce(r.entity, g.entity, e.name) as entity,
    e.name as said,
    e.label,
    e.country,
    e.latitude,
    e.longitude,
    e.mention_count
from store.entities as e
semi join period as p on e.article_id = p.article_id
left join decisions as g on e.entity_id = g.local_id and g.article_id is null
left join decisions as r on e.article_id = r.article_id and e.entity_id = r.local_id
where e.mention_count > 0;
