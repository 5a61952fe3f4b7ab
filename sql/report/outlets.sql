-- What each outlet gave in the period, and how whole it is.
-- Grain: one row an outlet
-- Depends: period

select
    nullif(source, '') as source,
    count(*) as article_count,
    count(*) filter (where is_copy) as copy_count,
    min(day) as first_seen,
    max(day) as last_seen,
    avg(has_day::integer) as dated_share,
    avg(has_byline::integer) as byline_share,
    arg_max(told, (day is not null, day, article_id), 1) as evidence,
    count(*) over () as total
from period
group by source
order by article_count desc, source nulls last
limit $top;
