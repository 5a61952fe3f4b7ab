-- What happened: who did what to whom, with what, when and where, and how many tell of it?

-- An explosion that killed 12 has no actor: what it was done with and where tell it.
with latest as (
    select event_id, date_from as day, actors, type, recipients, instruments, place, source_count
    from events
    where modality = 'asserted' and date_from is not null and (len(actors) > 0 or (place is not null and len(instruments) > 0))
    order by day desc, source_count desc, event_id
    limit 20
)

select
    day,
    array_to_string(actors, ', ') as actors,
    type,
    array_to_string(recipients, ', ') as recipients,
    array_to_string(instruments, ', ') as instruments,
    place,
    source_count
from latest
order by day desc, source_count desc, event_id;
