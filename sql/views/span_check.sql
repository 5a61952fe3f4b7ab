-- Rows whose words are not what their offsets say; must be empty.
-- Grain: one row a violation
-- Depends: store.mentions, store.roles, store.dates, store.quotes, store.citations, store.quantities, store.event_mentions, store.articles

create or replace view span_check as
with spans as (
    select 'mentions' as record, article_id, start_char, end_char, text from store.mentions
    union all
    select 'roles' as record, article_id, start_char, end_char, text from store.roles
    union all
    select 'dates' as record, article_id, start_char, end_char, text from store.dates
    union all
    select 'quotes' as record, article_id, start_char, end_char, text from store.quotes
    union all
    select 'citations' as record, article_id, start_char, end_char, text from store.citations
    union all
    select 'quantities' as record, article_id, start_char, end_char, text from store.quantities
    union all
    select 'event_mentions' as record, article_id, start_char, end_char, text from store.event_mentions
)

select
    s.record,
    s.article_id,
    s.start_char,
    s.end_char,
    s.text,
    substr(a.full_text, s.start_char + 1, s.end_char - s.start_char) as found
from spans as s
left join store.articles as a using (article_id)
where s.text is distinct from substr(a.full_text, s.start_char + 1, s.end_char - s.start_char);

comment on view span_check is 'Rows whose words are not what their offsets say; must be empty.';
comment on column span_check.record is 'View that the row is in.';
comment on column span_check.article_id is 'The article.';
comment on column span_check.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column span_check.end_char is 'End of the span, exclusive.';
comment on column span_check.text is 'Words of the row.';
comment on column span_check.found is 'Words at its offsets.';
