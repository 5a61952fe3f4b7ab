-- Who said what.
-- Grain: one row a quotation
-- Depends: store.quotes, store.wording_groups, entity_decisions

create or replace view quotes as
with decisions as materialized (
    select article_id, local_id, entity_id, entity from entity_decisions
)

select
    q.quote_id,
    q.article_id,
    q.sent_no,
    q.kind,
    q.start_char,
    q.end_char,
    q.text,
    q.cue,
    q.speaker_text,
    coalesce(r.entity, g.entity, q.speaker) as speaker,
    coalesce(r.entity_id, g.entity_id, q.speaker_id) as speaker_id,
    q.via,
    q.said_from,
    q.said_to,
    w.wording_group
from store.quotes as q
left join store.wording_groups as w using (quote_id)
left join decisions as g on q.speaker_id = g.local_id and g.article_id is null
left join decisions as r on q.article_id = r.article_id and q.speaker_id = r.local_id;

comment on view quotes is 'Who said what.';
comment on column quotes.quote_id is 'Hash of article and span.';
comment on column quotes.article_id is 'The article.';
comment on column quotes.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column quotes.kind is 'direct, mixed or indirect.';
comment on column quotes.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column quotes.end_char is 'End of the span, exclusive.';
comment on column quotes.text is 'The words, without the marks.';
comment on column quotes.cue is 'Word of saying.';
comment on column quotes.speaker_text is 'The speaker as the text names it there.';
comment on column quotes.speaker is 'The speaker in full.';
comment on column quotes.speaker_id is 'The entity.';
comment on column quotes.via is 'Outlet or document that carried the words.';
comment on column quotes.said_from is 'First day on which it can have been said.';
comment on column quotes.said_to is 'Last such day.';
comment on column quotes.wording_group is 'Statements that are the same in other words.';
