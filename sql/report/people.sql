-- The people that most articles name, with the office that was told last.
-- Grain: one row a person
-- Depends: named, period, roles

with counted as (
    select
        n.entity_id,
        arg_max(n.entity, (length(n.entity), n.entity)) as name,
        count(distinct n.article_id) as article_count,
        count(distinct p.source) filter (where not p.is_copy) as source_count,
        sum(n.mention_count)::bigint as mention_count,
        arg_min(p.told, (p.is_copy, -n.mention_count, p.sorting_day, p.article_id), 3) as evidence,
        count(*) over () as total
    from named as n
    inner join period as p using (article_id)
    where n.label = 'PERSON'
    group by n.entity_id
    order by article_count desc, mention_count desc, n.entity_id
    limit $top
),

offices as (
    select
        r.person_id as entity_id,
        arg_max(
            {'role': r.role, 'organization': r.organization, 'qualifier': r.qualifier, 'told': p.told},
            (r.qualifier is distinct from 'former', coalesce(r.as_of, p.day, date '0001-01-01'), r.article_id, r.start_char)
        ) as office
    from roles as r
    semi join counted as c on r.person_id = c.entity_id
    inner join period as p on r.article_id = p.article_id
    where r.role is not null
    group by r.person_id
)

select
    c.name,
    o.office.role as role,
    o.office.organization as organization,
    o.office.qualifier as qualifier,
    o.office.told as office_told,
    c.article_count,
    c.source_count,
    c.mention_count,
    c.evidence,
    c.total
from counted as c
left join offices as o using (entity_id)
order by c.article_count desc, c.mention_count desc, c.entity_id;
