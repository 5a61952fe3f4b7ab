-- Who deals with whom.
-- Grain: one row a pair of parties and type of act
-- Depends: events, entity_decisions, store.entities

create or replace view ties as
with decisions as materialized (
    select article_id, local_id, entity from entity_decisions
),

-- Names that an article spells otherwise than the entity is called.
otherwise as materialized (
    select distinct on (e.article_id, e.name) e.article_id, e.name, coalesce(r.entity, g.entity) as entity
    from (select article_id, entity_id, name from store.entities where entity_id in (select local_id from decisions)) as e
    left join decisions as r on e.article_id = r.article_id and e.entity_id = r.local_id
    left join decisions as g on e.entity_id = g.local_id and g.article_id is null
    where e.name <> coalesce(r.entity, g.entity)
    order by e.article_id, e.name, e.entity_id
),

acting as (
    select event_id, told_in, type, date_from, date_to, recipients, unnest(actors) as actor
    from events
    where modality = 'asserted'
),

dealing as (
    select event_id, told_in, type, date_from, date_to, actor, unnest(recipients) as recipient
    from acting
)

select
    coalesce(a.entity, d.actor) as entity_a,
    coalesce(b.entity, d.recipient) as entity_b,
    d.type,
    count(*) as event_count,
    min(d.date_from) as first_date,
    max(d.date_to) as last_date
from dealing as d
left join otherwise as a on d.told_in = a.article_id and d.actor = a.name
left join otherwise as b on d.told_in = b.article_id and d.recipient = b.name
group by 1, 2, d.type;

comment on view ties is 'Who deals with whom.';
comment on column ties.entity_a is 'Actor.';
comment on column ties.entity_b is 'Recipient.';
comment on column ties.type is 'Plain verb noun.';
comment on column ties.event_count is 'Events.';
comment on column ties.first_date is 'First of them.';
comment on column ties.last_date is 'Last of them.';
