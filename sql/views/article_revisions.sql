-- Every text an article has had, the present one included.
-- Grain: one row an article and revision
-- Depends: store.article_revisions, store.articles

create or replace view article_revisions as
select article_id, revision, seen_at, title, full_text, content_hash
from store.article_revisions
union all
select article_id, revision, last_changed_at, title, full_text, content_hash
from store.articles;

comment on view article_revisions is 'Every text an article has had, the present one included.';
comment on column article_revisions.article_id is 'The article.';
comment on column article_revisions.revision is '1 for the first text seen.';
comment on column article_revisions.seen_at is 'When this text was first stored.';
comment on column article_revisions.title is 'Headline of this revision.';
comment on column article_revisions.full_text is 'Text of this revision.';
comment on column article_revisions.content_hash is 'Hash of title and body.';
