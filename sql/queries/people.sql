-- Which people do articles name most?

select name, article_count, mention_count, array_to_string(aliases, ', ') as aliases
from entities
where label = 'PERSON'
order by article_count desc, mention_count desc, name
limit 30;
