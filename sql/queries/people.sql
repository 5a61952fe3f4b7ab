-- Which people do articles name most?

select name, article_count, mention_count, first_seen, last_seen
from entities
where label = 'PERSON'
order by article_count desc, mention_count desc, name
limit 30;
