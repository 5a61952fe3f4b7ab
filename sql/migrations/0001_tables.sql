-- The tables that everything else stands on. No keys, no foreign keys, no sequences: uniqueness is a
-- check. Compression is named where it is known: DuckDB by itself leaves long texts as they are, which
-- doubles the file, and tries every method on each column of a large table, which costs a third of a
-- batch. (DuckLake, whose files are compressed anyway, wants the clauses left out.)

create schema if not exists store;

create table store.articles (
    article_id varchar,
    input_id varchar,
    location varchar,
    url varchar,
    canonical_url varchar,
    source varchar,
    source_country varchar,
    title varchar,
    authors varchar[],
    published_at timestamptz,
    published_local timestamp,
    published_zone varchar,
    published_precision varchar,
    published_raw varchar,
    published_from varchar,
    language varchar,
    section varchar,
    full_text varchar using compression zstd,
    body varchar using compression zstd,
    word_count bigint,
    content_hash varchar,
    text_hash varchar,
    raw_sha256 varchar,
    parser_version varchar,
    extractor_version varchar,
    revision bigint,
    first_seen_at timestamptz,
    last_changed_at timestamptz
);

create table store.article_revisions (
    article_id varchar,
    revision bigint,
    seen_at timestamptz,
    title varchar,
    full_text varchar using compression zstd,
    content_hash varchar
);

create table store.inputs (
    input_id varchar,
    article_id varchar,
    content_hash varchar,
    parser_version varchar,
    run_id varchar,
    seen_at timestamptz
);

create table store.blocks (
    article_id varchar using compression dictionary,
    block_no bigint,
    kind varchar,
    in_body boolean,
    start_char bigint,
    end_char bigint,
    text varchar using compression zstd
);

create table store.sentences (
    article_id varchar using compression dictionary,
    sent_no bigint,
    block_no bigint,
    start_char bigint,
    end_char bigint,
    text varchar using compression zstd
);

create table store.mentions (
    article_id varchar using compression dictionary,
    start_char bigint,
    end_char bigint,
    text varchar using compression zstd,
    sent_no bigint,
    kind varchar using compression dictionary,
    label varchar using compression dictionary,
    entity_id varchar using compression dictionary,
    entity varchar using compression zstd
);

create table store.entities (
    article_id varchar,
    entity_id varchar,
    name varchar,
    label varchar,
    country varchar,
    latitude double,
    longitude double,
    aliases varchar[]
);

create table store.roles (
    article_id varchar,
    person varchar,
    person_id varchar,
    role varchar,
    organization varchar,
    organization_id varchar,
    qualifier varchar,
    valid_from date,
    as_of date,
    start_char bigint,
    end_char bigint,
    text varchar
);

create table store.dates (
    article_id varchar using compression dictionary,
    start_char bigint,
    end_char bigint,
    text varchar,
    sent_no bigint,
    date_from date,
    date_to date,
    granularity varchar,
    anchor date,
    rule varchar
);

create table store.quotes (
    quote_id varchar,
    article_id varchar using compression dictionary,
    sent_no bigint,
    kind varchar,
    start_char bigint,
    end_char bigint,
    text varchar,
    cue varchar,
    speaker_text varchar,
    speaker varchar,
    speaker_id varchar,
    via varchar,
    said_from date,
    said_to date
);

create table store.citations (
    article_id varchar using compression dictionary,
    start_char bigint,
    end_char bigint,
    text varchar,
    sent_no bigint,
    cited varchar,
    cited_id varchar,
    kind varchar,
    cue varchar
);

create table store.quantities (
    article_id varchar using compression dictionary,
    start_char bigint,
    end_char bigint,
    text varchar,
    sent_no bigint,
    value double,
    value_high double,
    unit varchar,
    kind varchar,
    subject varchar,
    measure varchar,
    period varchar,
    claimed_by varchar
);

create table store.events (
    event_id varchar,
    article_id varchar,
    type varchar,
    plover varchar,
    mode varchar,
    actors varchar[],
    recipients varchar[],
    instruments varchar[],
    date_from date,
    date_to date,
    granularity varchar,
    place varchar,
    country varchar,
    latitude double,
    longitude double,
    modality varchar,
    scope varchar,
    summary varchar
);

create table store.event_mentions (
    event_id varchar,
    article_id varchar,
    sent_no bigint,
    start_char bigint,
    end_char bigint,
    text varchar,
    attributed_to varchar
);

create table store.copies (
    article_id varchar,
    copy_of varchar,
    kind varchar,
    similarity double
);

create table store.stories (
    story_id varchar,
    title varchar
);

create table store.story_articles (
    story_id varchar,
    article_id varchar
);

create table store.passages (
    article_id varchar,
    sent_no bigint,
    other_article_id varchar,
    other_sent_no bigint,
    similarity double
);

create table store.wording_groups (
    quote_id varchar,
    wording_group varchar
);

create table store.conflicts (
    event_id varchar,
    topic varchar,
    article_id varchar,
    sent_no bigint,
    value varchar,
    source varchar,
    other_article_id varchar,
    other_sent_no bigint,
    other_value varchar,
    other_source varchar
);

create table store.sources (
    source varchar,
    name varchar,
    home_url varchar,
    country varchar,
    zone varchar,
    language varchar,
    date_order varchar,
    kind varchar,
    rate double
);

create table store.fetches (
    url varchar,
    "at" timestamptz,
    status bigint,
    bytes bigint,
    seconds double,
    etag varchar,
    outcome varchar
);

create table store.source_health (
    source varchar,
    last_checked timestamptz,
    last_new timestamptz,
    articles_7d bigint,
    expected_7d double,
    silent boolean,
    fill_rates varchar
);

create table store.rejects (
    run_id varchar,
    location varchar,
    stage varchar,
    reason varchar,
    detail varchar,
    "at" timestamptz
);

create table store.runs (
    run_id varchar,
    flow varchar,
    started_at timestamptz,
    finished_at timestamptz,
    state varchar,
    parameters varchar,
    counts varchar,
    version varchar
);

create table store.batches (
    batch_id varchar,
    run_id varchar,
    counts varchar,
    committed_at timestamptz
);

create table store.warehouse (
    warehouse_id varchar
);

create table store.checks (
    name varchar,
    severity varchar,
    failing_rows bigint,
    checked_at timestamptz
);
