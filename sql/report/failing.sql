-- The checks of the warehouse that found something.
-- Grain: one row a check
-- Depends: checks

select name, severity, failing_rows, checked_at::date as checked_at, count(*) over () as total
from checks
where failing_rows > 0
order by severity, name
limit $top;
