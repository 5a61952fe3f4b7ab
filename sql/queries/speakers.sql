-- Who is quoted most?

select entity, quoted_count, quoted_words, round(100 * share, 1) as percent_of_words
from speakers
order by quoted_words desc, entity
limit 20;
