-- Requests made.
-- Grain: one row a request
-- Depends: store.fetches

create or replace view fetches as
select
    url,
    "at",
    status,
    bytes,
    seconds,
    etag,
    outcome
from store.fetches;

comment on view fetches is 'Requests made.';
comment on column fetches.url is 'Address, without secrets.';
comment on column fetches."at" is 'When.';
comment on column fetches.status is 'HTTP status.';
comment on column fetches.bytes is 'Bytes received.';
comment on column fetches.seconds is 'Time taken.';
comment on column fetches.etag is 'Entity tag.';
comment on column fetches.outcome is 'new, unchanged, failed ...';
