-- Which names were taken for one entity, and why?

select entity, reason, detail, count(*) as decision_count
from entity_decisions
group by entity, reason, detail
order by decision_count desc, entity, reason, detail
limit 50;
