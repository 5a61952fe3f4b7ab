-- Every time expression as an interval.
-- Grain: one row a time expression
-- Depends: store.dates

create or replace view dates as
select
    article_id,
    start_char,
    end_char,
    text,
    sent_no,
    date_from,
    date_to,
    granularity,
    anchor,
    rule,
    value
from store.dates;

comment on view dates is 'Every time expression as an interval.';
comment on column dates.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column dates.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column dates.end_char is 'End of the span, exclusive.';
comment on column dates.text is 'The words of the span.';
comment on column dates.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column dates.date_from is 'First day; NULL where open or unknown.';
comment on column dates.date_to is 'Last day; NULL where open or unknown.';
comment on column dates.granularity is 'minute, day, week, month, quarter, year, interval, vague ...';
comment on column dates.anchor is 'Day it was reckoned from; NULL for an absolute date.';
comment on column dates.rule is 'Rule that read it.';
comment on column dates.value is 'TIMEX3 value: ISO 8601 with the additions of TimeML (2013-W11, P3D, PRESENT_REF).';
