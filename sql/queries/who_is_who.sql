-- Which names were taken for one entity, and why?

select e.name, d.reason, d.detail, count(*) as decision_count
from entity_decisions as d
left join entities as e using (entity_id)
group by e.name, d.reason, d.detail
order by decision_count desc, e.name, d.reason, d.detail
limit 50;
