-- What entities, acts and statements are joined by across articles, and why each was joined.

-- Counted once, when the article is stored: questions about names and acts need not read every mention.
alter table store.entities add column mention_count bigint;
alter table store.entities add column day date;
alter table store.events add column mention_count bigint;
alter table store.events add column attributed_to varchar[];

update store.entities as e set mention_count = c.mention_count, day = c.day
from (
    select m.article_id, m.entity_id, count(*) as mention_count, min(a.published_local)::date as day
    from store.mentions as m
    inner join store.articles as a using (article_id)
    group by m.article_id, m.entity_id
) as c
where e.article_id = c.article_id and e.entity_id = c.entity_id;

update store.events as e set mention_count = c.mention_count, attributed_to = c.attributed_to
from (
    select
        event_id,
        count(*) as mention_count,
        list_sort(list_distinct(list(attributed_to) filter (where attributed_to is not null))) as attributed_to
    from store.event_mentions
    group by event_id
) as c
where e.event_id = c.event_id;

-- Names that mean an entity of another id in every article; base_id is that of the name's own spelling.
create table store.entity_merges (
    local_id varchar,
    base_id varchar,
    entity_id varchar,
    reason varchar,
    detail varchar
);

-- The same in one article alone: surnames, and people of one name.
create table store.entity_readings (
    article_id varchar,
    local_id varchar,
    entity_id varchar,
    reason varchar,
    detail varchar
);

-- People as the articles tell of them; company are hashes of the entities named beside them.
create table store.people (
    article_id varchar,
    local_id varchar,
    entity_id varchar,
    name varchar,
    name_key ubigint,
    surname_key ubigint,
    is_short boolean,
    day date,
    company ubigint[],
    fields varchar[],
    countries varchar[]
);

-- Articles that give an acronym and what it stands for.
create table store.acronyms (
    article_id varchar,
    short_id varchar,
    long_id varchar,
    name varchar
);

-- The user's alias file as it was last read.
create table store.aliases (
    name varchar,
    label varchar,
    means varchar,
    wikidata varchar
);

-- What one article tells of one act, all its mentions together; act_id is the telling that leads the act.
create table store.tellings (
    event_id varchar,
    article_id varchar,
    plover varchar,
    modality varchar,
    parties varchar[],
    first date,
    last date,
    told_on date,
    place varchar,
    country varchar,
    latitude double,
    longitude double,
    act_id varchar
);

-- Events of single articles that are part of another row's act.
create table store.event_merges (
    local_id varchar,
    article_id varchar,
    telling_id varchar,
    event_id varchar,
    reason varchar
);

-- Counts that stand in a sentence which tells of an act.
create table store.figures (
    event_id varchar,
    article_id varchar,
    sent_no bigint,
    topic varchar,
    low double,
    high double,
    text varchar,
    claimed_by varchar
);

-- Pairs of neighbouring words of each quotation, by which other wordings of it are found.
create table store.statement_keys (
    word_pair ubigint,
    quote_id varchar,
    day date
);

create table store.statements (
    quote_id varchar,
    article_id varchar,
    speaker varchar,
    day date
);

-- Articles that are not to come back: hashes that tell an id without naming it.
create table store.tombstones (
    digest varchar,
    salt varchar,
    forgotten_at timestamptz
);
