-- What was turned away, and why?

select stage, reason, count(*) as input_count, min(location) as example
from rejects
group by stage, reason
order by input_count desc;
