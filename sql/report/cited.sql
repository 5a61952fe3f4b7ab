-- On whose word it is told.
-- Grain: one row a cited source and kind
-- Depends: store.citations, entity_decisions, period

with decisions as materialized (
    select article_id, local_id, entity from entity_decisions
),

named as (
    select
        coalesce(r.entity, g.entity, c.cited) as cited,
        c.kind,
        p.article_id,
        any_value(p.told) as told,
        any_value(p.source) as source,
        any_value(p.sorting_day) as sorting_day,
        count(*) as citation_count
    from store.citations as c
    inner join period as p using (article_id)
    left join decisions as g on c.cited_id = g.local_id and g.article_id is null
    left join decisions as r on c.article_id = r.article_id and c.cited_id = r.local_id
    where not p.is_copy and c.cited is not null
    group by all
)

select
    cited,
    kind,
    sum(citation_count)::bigint as citation_count,
    count(distinct source) as source_count,
    arg_min(told, (sorting_day, article_id), 3) as evidence,
    count(*) over () as total
from named
group by cited, kind
order by citation_count desc, cited, kind
limit $top;
