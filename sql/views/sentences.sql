-- Sentences of title and body.
-- Grain: one row a sentence
-- Depends: store.sentences, store.articles

create or replace view sentences as
select
    s.article_id,
    s.sent_no,
    s.block_no,
    s.start_char,
    s.end_char,
    substr(a.full_text, s.start_char + 1, s.end_char - s.start_char) as text
from store.sentences as s
inner join store.articles as a using (article_id);

comment on view sentences is 'Sentences of title and body.';
comment on column sentences.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column sentences.sent_no is '0 for the title, from 1 in the body.';
comment on column sentences.block_no is 'Block it lies in.';
comment on column sentences.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column sentences.end_char is 'End of the span, exclusive.';
comment on column sentences.text is 'The words of the span.';
