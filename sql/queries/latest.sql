-- Which articles came in last?

select published_local, source, title, word_count, revision
from articles
order by last_changed_at desc, article_id
limit 30;
