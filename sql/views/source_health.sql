-- How each source is doing, as of the last run.
-- Grain: one row a source
-- Depends: store.source_health

create or replace view source_health as
select
    source,
    last_checked,
    last_new,
    articles_7d,
    expected_7d,
    silent,
    fill_rates,
    error_streak,
    last_error,
    delay_minutes,
    waiting
from store.source_health;

comment on view source_health is 'How each source is doing, as of the last run.';
comment on column source_health.source is 'Its name in the sources file.';
comment on column source_health.last_checked is 'Last look at one of its listings.';
comment on column source_health.last_new is 'When it last listed an article that was new.';
comment on column source_health.articles_7d is 'New articles in 7 days.';
comment on column source_health.expected_7d is 'Expected from its own weekdays in the last 8 weeks; NULL before there are two weeks.';
comment on column source_health.silent is 'Whether 7 articles would have been expected since the last: by chance once in 1,000 times.';
comment on column source_health.fill_rates is 'Share of articles of 30 days with each field, as JSON.';
comment on column source_health.error_streak is 'Failures in a row of the listing that fails longest.';
comment on column source_health.last_error is 'What that listing fails with.';
comment on column source_health.delay_minutes is 'Median from publication to fetch over 7 days.';
comment on column source_health.waiting is 'Articles listed, not fetched yet and still to be tried.';
