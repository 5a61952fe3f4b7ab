-- Which source cites which.
-- Grain: one row a pair of sources
-- Depends: store.citations, store.articles

create or replace view source_chain as
select a.source, coalesce(c.cited, lower(c.text)) as cited, c.kind, count(*) as citation_count
from store.citations as c
inner join store.articles as a using (article_id)
group by a.source, coalesce(c.cited, lower(c.text)), c.kind;

comment on view source_chain is 'Which source cites which.';
comment on column source_chain.source is 'Outlet that cites.';
comment on column source_chain.cited is 'Source that is cited; its own words where it has no name.';
comment on column source_chain.kind is 'Kind of the cited source.';
comment on column source_chain.citation_count is 'Citations.';
