-- Every name, description or pronoun that refers to an entity.
-- Grain: one row a mention
-- Depends: store.mentions, entity_decisions

create or replace view mentions as
with decisions as materialized (
    select article_id, local_id, entity_id, entity from entity_decisions
)

select
    m.article_id,
    m.start_char,
    m.end_char,
    m.text,
    m.sent_no,
    m.kind,
    m.label,
    coalesce(r.entity_id, g.entity_id, m.entity_id) as entity_id,
    coalesce(r.entity, g.entity, m.entity) as entity
from store.mentions as m
left join decisions as g on m.entity_id = g.local_id and g.article_id is null
left join decisions as r on m.article_id = r.article_id and m.entity_id = r.local_id;

comment on view mentions is 'Every name, description or pronoun that refers to an entity; a place within the name of a body is one too.';
comment on column mentions.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column mentions.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column mentions.end_char is 'End of the span, exclusive.';
comment on column mentions.text is 'The words of the span.';
comment on column mentions.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column mentions.kind is 'name, adjective, nominal, pronoun, group or handle.';
comment on column mentions.label is 'Type of the entity.';
comment on column mentions.entity_id is 'The entity.';
comment on column mentions.entity is 'Its name.';
