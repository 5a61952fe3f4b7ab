-- Where reports of one act, or of one statement, differ.
-- Grain: one row a pair of statements
-- Depends: store.figures, store.event_merges, store.events, store.wording_groups, store.quotes, store.articles, store.originals

create or replace view conflicts as
with told as (
    select
        coalesce(m.event_id, f.event_id) as event_id,
        f.topic,
        f.article_id,
        f.sent_no,
        f.text as value,
        f.low,
        f.high,
        coalesce(f.claimed_by, a.source) as source
    from store.figures as f
    left join store.event_merges as m on f.event_id = m.local_id
    inner join store.articles as a on f.article_id = a.article_id
    anti join store.originals as o on f.article_id = o.article_id
),

-- Each number once: where it was told first.
numbers as (
    select * from told
    qualify row_number() over (partition by event_id, topic, low, high order by article_id, sent_no, value) = 1
),

figures as (
    select
        a.event_id, a.topic, a.article_id, a.sent_no, a.value, a.source,
        b.article_id as other_article_id, b.sent_no as other_sent_no, b.value as other_value, b.source as other_source
    from numbers as a
    inner join numbers as b
        on a.event_id = b.event_id
            and a.topic = b.topic
            and (a.low, a.high) < (b.low, b.high)
            and (a.high < b.low or b.high < a.low)
),

-- Words in marks are claimed to be the very words: two versions cannot both be.
worded as (
    select w.wording_group, q.*
    from store.wording_groups as w
    inner join store.quotes as q using (quote_id)
    where q.kind <> 'indirect'
    qualify row_number() over (partition by w.wording_group, lower(trim(q.text, ' ,.;:!?')) order by q.article_id, q.start_char) = 1
),

wordings as (
    select
        null::varchar as event_id,
        'wording' as topic,
        a.article_id,
        a.sent_no,
        a.text as value,
        coalesce(a.via, x.source) as source,
        b.article_id as other_article_id,
        b.sent_no as other_sent_no,
        b.text as other_value,
        coalesce(b.via, y.source) as other_source
    from worded as a
    inner join worded as b on a.wording_group = b.wording_group and a.quote_id < b.quote_id
    inner join store.articles as x on a.article_id = x.article_id
    inner join store.articles as y on b.article_id = y.article_id
    where not contains(lower(a.text), lower(trim(b.text, ' ,.;:!?')))
        and not contains(lower(b.text), lower(trim(a.text, ' ,.;:!?')))
)

select * from figures
union all
select * from wordings;

comment on view conflicts is 'Where reports of one act, or of one statement, differ.';
comment on column conflicts.event_id is 'The act; NULL for two wordings of a statement.';
comment on column conflicts.topic is 'What they differ in: what is counted, day, place or wording.';
comment on column conflicts.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column conflicts.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column conflicts.value is 'What is said here.';
comment on column conflicts.source is 'Who says so.';
comment on column conflicts.other_article_id is 'The other article.';
comment on column conflicts.other_sent_no is 'Sentence there.';
comment on column conflicts.other_value is 'What is said there.';
comment on column conflicts.other_source is 'Who says that.';
