-- What the parser says beside the contract's first columns: houses that are credited, the last update, where each
-- piece of metadata was read, and how days are printed in figures; by host, how its pages print them.

alter table store.articles add column newsrooms varchar[];
alter table store.articles add column updated_at timestamptz;
alter table store.articles add column updated_local timestamp;
alter table store.articles add column field_origins varchar;
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
