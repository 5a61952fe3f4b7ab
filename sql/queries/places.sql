-- Which places do articles name most?

select name, country, latitude, longitude, article_count, mention_count
from entities
where label in ('GPE', 'LOC', 'FAC')
order by article_count desc, mention_count desc, name
limit 30;
