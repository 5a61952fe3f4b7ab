-- How each source is doing.
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
    fill_rates
from store.source_health;

comment on view source_health is 'How each source is doing.';
comment on column source_health.source is 'Short name.';
comment on column source_health.last_checked is 'Last look.';
comment on column source_health.last_new is 'Last new article.';
comment on column source_health.articles_7d is 'New articles in 7 days.';
comment on column source_health.expected_7d is 'Expected from its own history.';
comment on column source_health.silent is 'Whether it is quieter than it should be.';
comment on column source_health.fill_rates is 'Share of articles with each field, as JSON.';
