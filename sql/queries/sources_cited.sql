-- On whose word do we know it?

select cited, kind, sum(citation_count) as citation_count
from source_chain
group by cited, kind
order by citation_count desc, cited
limit 20;
