-- How days are printed in figures, as an article gives it away and by host; how many articles of each run have each
-- piece of metadata.

alter table store.articles add column date_order varchar;

create table store.date_orders (
    host varchar,
    date_order varchar,
    day_first bigint,
    month_first bigint
);

create table store.fill_rates (
    run_id varchar,
    source varchar,
    field varchar,
    article_count bigint,
    filled_count bigint,
    measured_at timestamptz
);
