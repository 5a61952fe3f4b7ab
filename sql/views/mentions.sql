-- Every name, description or pronoun that refers to an entity.
-- Grain: one row a mention
-- Depends: store.mentions

create or replace view mentions as
select
    article_id,
    start_char,
    end_char,
    text,
    sent_no,
    kind,
    label,
    entity_id,
    entity
from store.mentions;

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
