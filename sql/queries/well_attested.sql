-- Which acts do the most independent sources vouch for?

select date_from, type, array_to_string(actors, ', ') as actors, array_to_string(recipients, ', ') as recipients,
    source_count, article_count, mention_count
from events
where modality = 'asserted'
order by source_count desc, article_count desc, mention_count desc, event_id
limit 30;
