-- Where reports of one act differ.
-- Grain: one row a pair of statements
-- Depends: store.conflicts

create or replace view conflicts as
select
    event_id,
    topic,
    article_id,
    sent_no,
    value,
    source,
    other_article_id,
    other_sent_no,
    other_value,
    other_source
from store.conflicts;

comment on view conflicts is 'Where reports of one act differ.';
comment on column conflicts.event_id is 'The act.';
comment on column conflicts.topic is 'What they differ in.';
comment on column conflicts.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column conflicts.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column conflicts.value is 'What is said here.';
comment on column conflicts.source is 'Who says so.';
comment on column conflicts.other_article_id is 'The other article.';
comment on column conflicts.other_sent_no is 'Sentence there.';
comment on column conflicts.other_value is 'What is said there.';
comment on column conflicts.other_source is 'Who says that.';
