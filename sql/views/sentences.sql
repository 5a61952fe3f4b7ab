-- Sentences of title and body.
-- Grain: one row a sentence
-- Depends: store.sentences

create or replace view sentences as
select
    article_id,
    sent_no,
    block_no,
    start_char,
    end_char,
    text
from store.sentences;

comment on view sentences is 'Sentences of title and body.';
comment on column sentences.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column sentences.sent_no is '0 for the title, from 1 in the body.';
comment on column sentences.block_no is 'Block it lies in.';
comment on column sentences.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column sentences.end_char is 'End of the span, exclusive.';
comment on column sentences.text is 'The words of the span.';
