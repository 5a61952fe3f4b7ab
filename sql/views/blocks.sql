-- Labelled stretches of each text, in document order.
-- Grain: one row a block
-- Depends: store.blocks, store.articles

create or replace view blocks as
select
    s.article_id,
    s.block_no,
    s.kind,
    s.in_body,
    s.start_char,
    s.end_char,
    substr(a.full_text, s.start_char + 1, s.end_char - s.start_char) as text,
    s.picture_url
from store.blocks as s
inner join store.articles as a using (article_id);

comment on view blocks is 'Labelled stretches of each text, in document order.';
comment on column blocks.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column blocks.block_no is 'From 1 in document order.';
comment on column blocks.kind is 'title, byline, dateline, caption, credit, heading, paragraph, list (an item), quote, table (a row), embed (a post of a social network), promo, footer or other. A caption is followed by its credit.';
comment on column blocks.in_body is 'Whether a reader reads it as part of the article.';
comment on column blocks.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column blocks.end_char is 'End of the span, exclusive.';
comment on column blocks.text is 'The words of the span.';
comment on column blocks.picture_url is 'Address of the picture that a caption or credit tells of; NULL where the page has none beside it.';
