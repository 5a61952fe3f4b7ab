-- Which articles were changed after they were first seen?

select a.source, a.title, a.revision, a.first_seen_at, a.last_changed_at
from articles as a
where a.revision > 1
order by a.last_changed_at desc
limit 50;
