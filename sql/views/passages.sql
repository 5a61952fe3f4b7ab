-- Text shared between articles or repeated within one.
-- Grain: one row a pair of sentences
-- Depends: store.passages, store.text_passages, store.signatures, store.originals

create or replace view passages as
with own as (
    -- A copy's passages are its original's.
    select s.text_key, min(s.article_id) as article_id
    from store.signatures as s
    anti join store.originals as o on s.article_id = o.article_id
    group by s.text_key
)

select
    article_id,
    sent_no,
    other_article_id,
    other_sent_no,
    similarity
from store.passages
union all
select
    a.article_id,
    p.sent_no,
    b.article_id as other_article_id,
    p.other_sent_no,
    p.similarity
from store.text_passages as p
inner join own as a on a.text_key = p.text_key
inner join own as b on b.text_key = p.other_key;

comment on view passages is 'Text shared between articles or repeated within one; for copies, which share all of it, see copies.';
comment on column passages.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column passages.sent_no is 'Sentence here.';
comment on column passages.other_article_id is 'The other article, or the same.';
comment on column passages.other_sent_no is 'Sentence there.';
comment on column passages.similarity is 'Share of the shorter sentence that stands in the other; 1 for the same words.';
