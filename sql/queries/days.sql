-- On which days do the articles say that things happened?

select date_from as day, count(*) as expression_count, count(distinct article_id) as article_count
from dates
where granularity in ('day', 'minute') and date_from is not null
group by date_from
order by day desc
limit 50;
