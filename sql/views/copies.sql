-- Articles that repeat an earlier one.
-- Grain: one row a copy
-- Depends: store.copies

create or replace view copies as
select
    article_id,
    copy_of,
    kind,
    similarity,
    original
from store.copies;

comment on view copies is 'Articles that repeat an earlier one.';
comment on column copies.article_id is 'The copy.';
comment on column copies.copy_of is 'The article that had the words first: the wire''s, then the one published first.';
comment on column copies.kind is 'exact: the same words; near: each is mostly in the other; excerpt: the shorter is mostly in the longer.';
comment on column copies.similarity is 'Share of the shorter text that stands in the longer; 1 for the same words.';
comment on column copies.original is 'The same as copy_of where the facts of the copy count as its; NULL for an article with a report of its own.';
