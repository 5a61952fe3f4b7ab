-- Who deals with whom, and how?

select entity_a, type, entity_b, event_count, first_date, last_date
from ties
order by event_count desc, last_date desc, entity_a, entity_b, type
limit 30;
