-- Why a name means the entity that it does, wherever that is not plain from the name.
-- Grain: one row a name, or a name in one article
-- Depends: store.entity_merges, store.entity_readings

create or replace view entity_decisions as
select
    null::varchar as article_id,
    local_id,
    entity_id,
    reason,
    detail
from store.entity_merges
union all
select
    r.article_id,
    r.local_id,
    coalesce(m.entity_id, r.entity_id) as entity_id,
    r.reason,
    r.detail
from store.entity_readings as r
left join store.entity_merges as m on r.entity_id = m.local_id;

comment on view entity_decisions is 'Why a name means the entity that it does, wherever that is not plain from the name.';
comment on column entity_decisions.article_id is 'The article that it holds in; NULL for every article.';
comment on column entity_decisions.local_id is 'Id of the name as an article spells it.';
comment on column entity_decisions.entity_id is 'The entity that it means.';
comment on column entity_decisions.reason is 'alias (the user says so), spelling, acronym, only-bearer or company (a surname alone), namesake.';
comment on column entity_decisions.detail is 'The evidence in words.';
