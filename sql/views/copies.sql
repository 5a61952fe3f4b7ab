-- Articles that repeat an earlier one.
-- Grain: one row a copy
-- Depends: store.copies

create or replace view copies as
select
    article_id,
    copy_of,
    kind,
    similarity
from store.copies;

comment on view copies is 'Articles that repeat an earlier one.';
comment on column copies.article_id is 'The copy.';
comment on column copies.copy_of is 'The article that had the text first.';
comment on column copies.kind is 'exact, near or excerpt.';
comment on column copies.similarity is '1 for the same words.';
