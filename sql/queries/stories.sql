-- Which stories do most outlets tell?

select title, article_count, source_count, first_seen, last_seen, array_to_string(top_entities, ', ') as about
from stories
order by source_count desc, article_count desc, story_id
limit 20;
