-- Why a name means the entity that it does, wherever that is not plain from the name.
-- Grain: one row a name, or a name in one article
-- Depends: name_decisions, store.entities, store.entity_merges, store.entity_readings, store.people

create or replace view entity_decisions as
with decided as materialized (
    select * from name_decisions
),

-- What an entity is called: by the fullest of its names.
called as (
    select e.entity_id, max_by(e.name, (length(e.name), e.name)) as name
    from (
        -- Spellings of one id differ in case alone.
        select entity_id, max(name) as name from store.entities
        where entity_id in (select entity_id from decided)
        group by entity_id
        union all
        -- A name that is merged by its spelling says it in the reason.
        select entity_id, detail as name from store.entity_merges
        where reason in ('spelling', 'acronym')
        union all
        select entity_id, split_part(detail, ' means ', 2) as name from store.entity_merges
        where reason = 'alias'
        union all
        -- A namesake's id is that of no name.
        select r.entity_id, p.name
        from store.entity_readings as r
        inner join store.people as p on r.article_id = p.article_id and r.local_id = p.local_id
        where r.reason = 'namesake'
    ) as e
    semi join decided as d on e.entity_id = d.entity_id
    group by e.entity_id
)

select
    d.article_id,
    d.local_id,
    d.entity_id,
    c.name as entity,
    d.reason,
    d.detail
from decided as d
left join called as c using (entity_id);

comment on view entity_decisions is 'Why a name means the entity that it does, wherever that is not plain from the name.';
comment on column entity_decisions.article_id is 'The article that it holds in; NULL for every article.';
comment on column entity_decisions.local_id is 'Id of the name as an article spells it.';
comment on column entity_decisions.entity_id is 'The entity that it means.';
comment on column entity_decisions.entity is 'What that is called.';
comment on column entity_decisions.reason is 'alias (the user says so), spelling, acronym, only-bearer or company (a surname alone), namesake.';
comment on column entity_decisions.detail is 'The evidence in words.';
