-- Who is cited as a source.
-- Grain: one row a citation
-- Depends: store.citations

create or replace view citations as
select
    article_id,
    start_char,
    end_char,
    text,
    sent_no,
    cited,
    cited_id,
    kind,
    cue
from store.citations;

comment on view citations is 'Who is cited as a source.';
comment on column citations.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column citations.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column citations.end_char is 'End of the span, exclusive.';
comment on column citations.text is 'The words of the span.';
comment on column citations.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column citations.cited is 'The source in full; NULL where it has no name.';
comment on column citations.cited_id is 'The entity.';
comment on column citations.kind is 'outlet, agency, document, organization, government, official, person or anonymous.';
comment on column citations.cue is 'Word or mark that cites it.';
