-- What copies, stories and passages are found by. Sketches belong to texts, not to articles: a text that is
-- published a thousand times is compared once.

create table store.signatures (
    article_id varchar,
    article_key ubigint,
    text_hash varchar,
    text_key ubigint,
    wire utinyint,
    moment timestamptz,
    word_count bigint,
    terms uinteger[],
    weights utinyint[]
);

create table store.sketches (
    text_key ubigint using compression rle,
    hash uinteger using compression bitpacking
);

create table store.text_pairs (
    text_hash varchar,
    other_hash varchar,
    coverage double,
    other_coverage double
);

-- Sentences that two texts share; what an article says twice is in store.passages.
create table store.text_passages (
    text_key ubigint,
    sent_no bigint,
    other_key ubigint,
    other_sent_no bigint,
    similarity double
);

-- One row an article whose facts count as another's.
create table store.originals (
    article_id varchar,
    original varchar
);

alter table store.copies add column original varchar;

create table store.story_terms (
    article_key ubigint using compression rle,
    term uinteger
);

create table store.story_links (
    article_id varchar,
    other_article_id varchar,
    similarity double
);

-- Articles that are grouped together, by the smallest key of them.
create table store.story_parts (
    article_key ubigint,
    part ubigint,
    level utinyint
);

-- What became of a story's id: it took in another story, or its articles left it for another.
create table store.story_changes (
    story_id varchar,
    other_story_id varchar,
    change varchar,
    "at" timestamptz
);

-- A story's title is its first article's.
drop table store.stories;
