-- How each source is doing, as of the last run.
-- Grain: one row a source
-- Depends: store.source_health, store.fill_rates

create or replace view source_health as
with measured as (
    select
        source,
        field,
        article_count,
        filled_count,
        -- Scheduled runs read an article or two each: the latest ones are taken together.
        coalesce(
            sum(article_count) over (
                partition by source, field
                order by measured_at desc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) < 20 as is_latest
    from store.fill_rates
),

counted as (
    select
        source,
        field,
        sum(article_count) filter (where is_latest) as now_count,
        sum(filled_count) filter (where is_latest) / sum(article_count) filter (where is_latest) as now_rate,
        sum(article_count) filter (where not is_latest) as before_count,
        sum(filled_count) filter (where not is_latest) / sum(article_count) filter (where not is_latest) as before_rate
    from measured
    group by source, field
),

rated as (
    select
        source,
        to_json(map_from_entries(list((field, round(now_rate, 2)) order by field)))::varchar as latest_fill_rates,
        to_json(map_from_entries(list((field, round(before_rate, 2)) order by field)))::varchar as usual_fill_rates,
        -- A fifth of the articles at least, and more than three standard errors.
        coalesce(
            list(field order by field) filter (
                where now_rate < before_rate - greatest(0.2, 3 * sqrt(before_rate * (1 - before_rate) / now_count))
            ), []
        ) as fallen_fields
    from counted
    where now_count >= 10 and before_count >= 30
    group by source
)

select
    coalesce(h.source, r.source) as source,
    h.last_checked,
    h.last_new,
    h.articles_7d,
    h.expected_7d,
    h.silent,
    h.fill_rates,
    h.error_streak,
    h.last_error,
    h.delay_minutes,
    h.waiting,
    r.latest_fill_rates,
    r.usual_fill_rates,
    coalesce(r.fallen_fields, []) as fallen_fields
from store.source_health as h
full join rated as r on h.source = r.source;

comment on view source_health is 'How each source is doing, as of the last run.';
comment on column source_health.source is 'Its name in the sources file; the outlet''s own for what came from files.';
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
comment on column source_health.latest_fill_rates is 'Share with each field in the latest runs that read 20 articles together, as JSON; NULL before there is a history.';
comment on column source_health.usual_fill_rates is 'The same in all runs before them.';
comment on column source_health.fallen_fields is 'Fields that the latest runs fill far less than those before: a warning that a layout has changed. Empty where none has fallen.';
