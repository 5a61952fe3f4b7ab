-- Which acts do the most independent sources vouch for?

with best as (
    select event_id, date_from, type, actors, recipients, source_count, article_count, mention_count
    from events
    where modality = 'asserted'
    order by source_count desc, article_count desc, mention_count desc, event_id
    limit 30
)

select date_from, type, array_to_string(actors, ', ') as actors, array_to_string(recipients, ', ') as recipients,
    source_count, article_count, mention_count
from best
order by source_count desc, article_count desc, mention_count desc, event_id;
