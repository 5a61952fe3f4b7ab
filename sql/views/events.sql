-- What happened: one row an act, whatever the number of sentences and articles that tell of it.
-- Grain: one row an event
-- Depends: store.events, store.event_merges, store.originals, store.story_articles

create or replace view events as
with joined as materialized (
    select local_id as event_id, event_id as act_id, reason from store.event_merges
    union all
    select distinct event_id, event_id, null from store.event_merges
),

-- An act that one event tells of stands as it is.
alone as (
    select e.*, e.article_id as told_in, 1::bigint as article_count, 1::bigint as source_count
    from store.events as e
    where e.event_id not in (select event_id from joined)
),

-- The fullest telling speaks for the act, and of two as full that in which more acted: of those who meet, both do.
-- The day is the most exact, the place the first that is told.
parts as (
    select
        j.act_id,
        j.reason,
        (len(e.actors) + len(e.recipients), len(e.actors), j.reason is null, e.event_id) as fullness,
        (e.date_from is null, e.date_to - e.date_from, j.reason is not null, e.event_id) as vagueness,
        (e.place is null, j.reason is not null, e.event_id) as remoteness,
        e.*
    from store.events as e
    inner join joined as j on e.event_id = j.event_id
),

-- Column by column, so that a question reads only what it asks for.
together as (
    select
        p.act_id as event_id,
        arg_max_null(p.type, p.fullness) as type,
        arg_max_null(p.plover, p.fullness) as plover,
        arg_max_null(p.mode, p.fullness) as mode,
        arg_max_null(p.actors, p.fullness) as actors,
        arg_max_null(p.recipients, p.fullness) as recipients,
        list_sort(list_distinct(flatten(list(p.instruments)))) as instruments,
        arg_min_null(p.date_from, p.vagueness) as date_from,
        arg_min_null(p.date_to, p.vagueness) as date_to,
        arg_min_null(p.granularity, p.vagueness) as granularity,
        arg_min_null(p.place, p.remoteness) as place,
        arg_min_null(p.country, p.remoteness) as country,
        arg_min_null(p.latitude, p.remoteness) as latitude,
        arg_min_null(p.longitude, p.remoteness) as longitude,
        arg_max_null(p.modality, p.fullness) as modality,
        arg_min(p.scope, (p.scope <> 'article', p.scope, p.event_id)) as scope,
        arg_max_null(p.summary, p.fullness) as summary,
        sum(p.mention_count)::bigint as mention_count,
        count(distinct p.article_id) as article_count,
        count(distinct coalesce(o.original, p.article_id)) as source_count,
        list_sort(list_distinct(flatten(list(p.attributed_to) filter (where p.attributed_to is not null))))
            as attributed_to,
        arg_min(p.article_id, (p.reason is not null, p.event_id)) as article_id,
        arg_max(p.article_id, p.fullness) as told_in
    from parts as p
    left join store.originals as o on p.article_id = o.article_id
    group by p.act_id
),

told as (
    select * from alone
    union all by name
    select * from together
)

select
    t.event_id,
    t.type,
    t.plover,
    t.mode,
    t.actors,
    t.recipients,
    t.instruments,
    t.date_from,
    t.date_to,
    t.granularity,
    t.place,
    t.country,
    t.latitude,
    t.longitude,
    t.modality,
    t.scope,
    t.summary,
    coalesce(t.mention_count, 0) as mention_count,
    t.article_count,
    t.source_count,
    t.attributed_to,
    a.story_id,
    t.told_in
from told as t
left join store.story_articles as a using (article_id);

comment on view events is 'What happened: one row an act, whatever the number of sentences and articles that tell of it.';
comment on column events.event_id is 'Id of the act: that of the telling that leads it.';
comment on column events.type is 'Plain verb noun: meet, strike.';
comment on column events.plover is 'PLOVER event type.';
comment on column events.mode is 'PLOVER mode.';
comment on column events.actors is 'Who did it.';
comment on column events.recipients is 'To whom.';
comment on column events.instruments is 'With what.';
comment on column events.date_from is 'First day.';
comment on column events.date_to is 'Last day.';
comment on column events.granularity is 'How exactly the time is known.';
comment on column events.place is 'Where.';
comment on column events.country is 'ISO 3166 alpha-3.';
comment on column events.latitude is 'Degrees north.';
comment on column events.longitude is 'Degrees east.';
comment on column events.modality is 'asserted, future, hypothetical, negated or generic.';
comment on column events.scope is 'article, caption or background.';
comment on column events.summary is 'One line.';
comment on column events.mention_count is 'Mentions.';
comment on column events.article_count is 'Articles.';
comment on column events.source_count is 'Independent sources: copies count once.';
comment on column events.attributed_to is 'Who vouches for it.';
comment on column events.story_id is 'Story it belongs to.';
comment on column events.told_in is 'Article with the fullest telling: its words name the actors and recipients.';
