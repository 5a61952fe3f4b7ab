-- Which names mean an entity of another spelling, and why.
-- Grain: one row a name, or a name in one article
-- Depends: store.entity_merges, store.entity_readings

create or replace view name_decisions as
select null::varchar as article_id, local_id, entity_id, reason, detail
from store.entity_merges
union all
-- What the user says of a name holds in every article.
select r.article_id, r.local_id, coalesce(m.entity_id, r.entity_id) as entity_id, r.reason, r.detail
from store.entity_readings as r
left join store.entity_merges as m on r.entity_id = m.local_id
anti join (select local_id from store.entity_merges where reason = 'alias') as a on r.local_id = a.local_id;

comment on view name_decisions is 'Which names mean an entity of another spelling, and why; entity_decisions says what it is called.';
comment on column name_decisions.article_id is 'The article that it holds in; NULL for every article.';
comment on column name_decisions.local_id is 'Id of the name as an article spells it.';
comment on column name_decisions.entity_id is 'The entity that it means.';
comment on column name_decisions.reason is 'alias (the user says so), spelling, acronym, only-bearer or company (a surname alone), namesake.';
comment on column name_decisions.detail is 'The evidence in words.';
