-- How many articles came out each day.
-- Grain: one row a day
-- Depends: period

select day, count(*) as article_count
from period
where day is not null
group by day
order by day;
