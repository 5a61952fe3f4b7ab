-- Which source cites which.
-- Grain: one row a pair of sources
-- Depends: store.citations, store.articles, entity_decisions

create or replace view source_chain as
with decisions as materialized (
    select article_id, local_id, entity from entity_decisions
),

named as (
    select a.source, coalesce(r.entity, g.entity, c.cited, lower(c.text)) as cited, c.kind
    from store.citations as c
    inner join store.articles as a using (article_id)
    left join decisions as g on c.cited_id = g.local_id and g.article_id is null
    left join decisions as r on c.article_id = r.article_id and c.cited_id = r.local_id
)

select source, cited, kind, count(*) as citation_count
from named
group by source, cited, kind;

comment on view source_chain is 'Which source cites which.';
comment on column source_chain.source is 'Outlet that cites.';
comment on column source_chain.cited is 'Source that is cited; its own words where it has no name.';
comment on column source_chain.kind is 'Kind of the cited source.';
comment on column source_chain.citation_count is 'Citations.';
