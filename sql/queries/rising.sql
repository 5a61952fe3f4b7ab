-- Who is in the news far more this week than in the four weeks before?

with latest as (
    select max(published_local)::date as day from articles
),

counted as (
    select
        max(e.entity) as entity,
        coalesce(sum(e.article_count) filter (where e.day > l.day - 7), 0) as this_week,
        coalesce(sum(e.article_count) filter (where e.day <= l.day - 7), 0) / 4 as usual_week
    from entity_days as e
    cross join latest as l
    where e.day > l.day - 35
    group by e.entity_id
)

select entity, this_week, usual_week, round(this_week / greatest(usual_week, 0.5), 1) as times
from counted
where this_week >= 3
order by times desc, this_week desc, entity
limit 20;
