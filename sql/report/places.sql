-- The places that most articles name, with where they lie.
-- Grain: one row a place
-- Depends: named, period, acts

with located as (
    select lower(place) as place, count(*) as act_count from acts where place is not null group by lower(place)
)

select
    arg_max(n.entity, (length(n.entity), n.entity)) as name,
    min(n.country) as country,
    min(n.latitude) as latitude,
    min(n.longitude) as longitude,
    count(distinct n.article_id) as article_count,
    sum(n.mention_count)::bigint as mention_count,
    coalesce(max(a.act_count), 0) as act_count,
    arg_min(p.told, (p.is_copy, -n.mention_count, p.sorting_day, p.article_id), 3) as evidence,
    count(*) over () as total
from named as n
inner join period as p using (article_id)
left join located as a on lower(n.said) = a.place
where n.label in ('GPE', 'LOC', 'FAC') and n.latitude is not null and n.longitude is not null
group by n.entity_id
order by article_count desc, mention_count desc, n.entity_id
limit $top;
