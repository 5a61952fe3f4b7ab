-- Numbers that say how much, how many or in which place.
-- Grain: one row a quantity
-- Depends: store.quantities

create or replace view quantities as
select
    article_id,
    start_char,
    end_char,
    text,
    sent_no,
    value,
    value_high,
    unit,
    kind,
    subject,
    measure,
    period,
    claimed_by
from store.quantities;

comment on view quantities is 'Numbers that say how much, how many or in which place.';
comment on column quantities.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column quantities.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column quantities.end_char is 'End of the span, exclusive.';
comment on column quantities.text is 'The words of the span.';
comment on column quantities.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column quantities.value is 'The number; the lower end of a range.';
comment on column quantities.value_high is 'Upper end of a range.';
comment on column quantities.unit is 'What is counted or measured in.';
comment on column quantities.kind is 'count, percent, money, ordinal, rank or measure.';
comment on column quantities.subject is 'What it is said of.';
comment on column quantities.measure is 'What is measured.';
comment on column quantities.period is 'Time it holds for.';
comment on column quantities.claimed_by is 'Who says so.';
