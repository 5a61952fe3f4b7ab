-- Every name, description or pronoun that refers to an entity.
-- Grain: one row a mention
-- Depends: store.mentions, store.entities, store.entity_merges, store.entity_readings

create or replace view mentions as
with readings as (
    select r.article_id, r.local_id, coalesce(m.entity_id, r.entity_id) as entity_id
    from store.entity_readings as r
    left join store.entity_merges as m on r.entity_id = m.local_id
),

renamed as (
    select distinct entity_id from store.entity_merges
    union
    select distinct entity_id from readings
),

-- What merged names are called: as most articles spell it.
called as (
    select entity_id, mode(name order by name) as name
    from store.entities semi join renamed using (entity_id)
    group by entity_id
)

select
    m.article_id,
    m.start_char,
    m.end_char,
    m.text,
    m.sent_no,
    m.kind,
    m.label,
    case when g.reason = 'alias' then g.entity_id else coalesce(r.entity_id, g.entity_id, m.entity_id) end as entity_id,
    coalesce(c.name, m.entity) as entity
from store.mentions as m
left join store.entity_merges as g on m.entity_id = g.local_id
left join readings as r on m.article_id = r.article_id and m.entity_id = r.local_id
left join called as c
    on c.entity_id = case when g.reason = 'alias' then g.entity_id else coalesce(r.entity_id, g.entity_id) end;

comment on view mentions is 'Every name, description or pronoun that refers to an entity.';
comment on column mentions.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column mentions.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column mentions.end_char is 'End of the span, exclusive.';
comment on column mentions.text is 'The words of the span.';
comment on column mentions.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column mentions.kind is 'name, adjective, nominal, pronoun, group or handle.';
comment on column mentions.label is 'Type of the entity.';
comment on column mentions.entity_id is 'The entity.';
comment on column mentions.entity is 'Its name.';
