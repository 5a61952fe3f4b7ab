-- Who holds what office, and how many articles say so?

select
    person,
    role,
    organization,
    qualifier,
    count(distinct article_id) as article_count,
    max(as_of) as last_told
from roles
group by person, role, organization, qualifier
order by article_count desc, person, role
limit 30;
