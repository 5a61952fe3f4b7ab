-- What was turned away, and why.
-- Grain: one row a stage and reason
-- Depends: rejects

select
    stage,
    reason,
    count(*) as input_count,
    max("at")::date as last_at,
    -- A file's name: where it lies on its machine is nobody's business.
    left(min(if(starts_with(location, 'http'), location, regexp_extract(location, '[^/]*$'))), 200) as example,
    count(*) over () as total
from rejects
group by stage, reason
order by input_count desc, stage, reason
limit $top;
