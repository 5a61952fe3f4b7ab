-- Who deals with whom.
-- Grain: one row a pair of parties and type of act
-- Depends: events

create or replace view ties as
with acting as (
    select event_id, type, date_from, date_to, recipients, unnest(actors) as entity_a
    from events
    where modality = 'asserted'
),

dealing as (
    select event_id, type, date_from, date_to, entity_a, unnest(recipients) as entity_b
    from acting
)

select
    entity_a,
    entity_b,
    type,
    count(*) as event_count,
    min(date_from) as first_date,
    max(date_to) as last_date
from dealing
group by entity_a, entity_b, type;

comment on view ties is 'Who deals with whom.';
comment on column ties.entity_a is 'Actor.';
comment on column ties.entity_b is 'Recipient.';
comment on column ties.type is 'Plain verb noun.';
comment on column ties.event_count is 'Events.';
comment on column ties.first_date is 'First of them.';
comment on column ties.last_date is 'Last of them.';
