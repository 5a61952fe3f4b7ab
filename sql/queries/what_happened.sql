-- What happened: who did what to whom, when and where, and how many tell of it?

with latest as (
    select event_id, date_from as day, actors, type, recipients, place, source_count
    from timeline
    where date_from is not null and len(actors) > 0
    order by day desc, source_count desc, event_id
    limit 20
)

select
    day,
    array_to_string(actors, ', ') as actors,
    type,
    array_to_string(recipients, ', ') as recipients,
    place,
    source_count
from latest
order by day desc, source_count desc, event_id;
