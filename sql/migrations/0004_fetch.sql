-- What fetching remembers from run to run: sources and their listings, known addresses with their next
-- check, hosts and their robots.txt, and where the bytes of each answer lie. None of it is about articles:
-- a warehouse that is rebuilt from the raw files alone has none of it.

create table store.listings (
    listing_id varchar,
    source varchar,
    kind varchar,
    url varchar,
    etag varchar,
    last_modified varchar,
    body_sha256 varchar,
    checked_at timestamptz,
    changed_at timestamptz,
    next_check_at timestamptz,
    failures bigint,
    outcome varchar,
    detail varchar,
    link_count bigint
);

create table store.links (
    canonical_url varchar using compression zstd,
    url varchar using compression zstd,
    source varchar,
    listed_at timestamptz,
    published_at timestamptz,
    modified_at timestamptz,
    first_fetched_at timestamptz,
    fetched_at timestamptz,
    etag varchar,
    last_modified varchar,
    raw_sha256 varchar,
    checks bigint,
    failures bigint,
    outcome varchar,
    next_check_at timestamptz
);

create table store.hosts (
    host varchar,
    failures bigint,
    cool_down_until timestamptz,
    next_at timestamptz
);

create table store.robots (
    origin varchar,
    body blob,
    status bigint,
    read_at timestamptz,
    expires_at timestamptz,
    unreachable_since timestamptz
);

-- Fetched and kept, and not yet loaded: a kill between the two loses nothing.
create table store.pending (
    input_id varchar,
    location varchar,
    path varchar,
    "offset" bigint,
    length bigint,
    url varchar,
    raw_sha256 varchar
);

-- Raw files that were looked through after a kill, up to this size.
create table store.raw_files (
    raw_file varchar,
    size bigint
);

alter table store.fetches add column source varchar;
alter table store.fetches add column kind varchar;
alter table store.fetches add column raw_file varchar;
alter table store.fetches add column raw_offset bigint;
alter table store.fetches add column raw_length bigint;
alter table store.fetches add column raw_sha256 varchar;

alter table store.source_health add column error_streak bigint;
alter table store.source_health add column last_error varchar;
alter table store.source_health add column delay_minutes double;
alter table store.source_health add column waiting bigint;
