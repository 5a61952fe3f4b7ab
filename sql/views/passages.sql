-- Text shared between articles or repeated within one.
-- Grain: one row a pair of sentences
-- Depends: store.passages

create or replace view passages as
select
    article_id,
    sent_no,
    other_article_id,
    other_sent_no,
    similarity
from store.passages;

comment on view passages is 'Text shared between articles or repeated within one.';
comment on column passages.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column passages.sent_no is 'Sentence here.';
comment on column passages.other_article_id is 'The other article.';
comment on column passages.other_sent_no is 'Sentence there.';
comment on column passages.similarity is '1 for the same words.';
