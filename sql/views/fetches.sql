-- Requests made, and where the bytes of an answer lie if they were kept.
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
    outcome,
    source,
    kind,
    raw_file,
    raw_offset,
    raw_length,
    raw_sha256
from store.fetches;

comment on view fetches is 'Requests made, and where the bytes of an answer lie if they were kept.';
comment on column fetches.url is 'Address, without secrets.';
comment on column fetches."at" is 'When.';
comment on column fetches.status is 'HTTP status; NULL where none came.';
comment on column fetches.bytes is 'Bytes received.';
comment on column fetches.seconds is 'Time taken.';
comment on column fetches.etag is 'Entity tag.';
comment on column fetches.outcome is 'fetched, unchanged, redirect, or why nothing came: timeout, robots, gone ...';
comment on column fetches.source is 'Source it was made for, by its name in the sources file; empty for robots.txt and named addresses.';
comment on column fetches.kind is 'page, feed, sitemap or robots.';
comment on column fetches.raw_file is 'WARC file in the folder raw that holds the answer; NULL where it was not kept.';
comment on column fetches.raw_offset is 'First byte of the answer''s gzip member in that file.';
comment on column fetches.raw_length is 'Bytes of the gzip member.';
comment on column fetches.raw_sha256 is 'Digest of the decoded body.';
