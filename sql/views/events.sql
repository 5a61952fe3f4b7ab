-- What happened: one row an act, whatever the number of sentences and articles that tell of it.
-- Grain: one row an event
-- Depends: store.events, store.event_merges, store.originals, store.story_articles

create or replace view events as
with joined as (
    select distinct event_id from store.event_merges
),

-- An act that one event tells of stands as it is.
alone as (
    select e.*, 1::bigint as article_count, 1::bigint as source_count
    from store.events as e
    anti join store.event_merges as m on e.event_id = m.local_id
    anti join joined as j on e.event_id = j.event_id
),

parts as (
    select m.event_id as act_id, m.reason, e.*
    from store.events as e
    inner join store.event_merges as m on e.event_id = m.local_id
    union all
    select e.event_id as act_id, null as reason, e.*
    from store.events as e
    semi join joined as j on e.event_id = j.event_id
),

-- The fullest telling speaks for the act; the day is the most exact, the place the first that is told.
together as (
    select
        p.act_id,
        arg_max(p, (len(p.actors) + len(p.recipients), p.reason is null, p.event_id)) as fullest,
        arg_min(p, (p.date_from is null, p.date_to - p.date_from, p.reason is not null, p.event_id)) as dated,
        arg_min(p, (p.place is null, p.reason is not null, p.event_id)) as placed,
        list_sort(list_distinct(flatten(list(p.instruments)))) as instruments,
        arg_min(p.scope, (p.scope <> 'article', p.scope, p.event_id)) as scope,
        sum(p.mention_count)::bigint as mention_count,
        count(distinct p.article_id) as article_count,
        count(distinct coalesce(o.original, p.article_id)) as source_count,
        list_sort(list_distinct(flatten(list(p.attributed_to) filter (where p.attributed_to is not null))))
            as attributed_to,
        arg_min(p.article_id, (p.reason is not null, p.event_id)) as article_id
    from parts as p
    left join store.originals as o on p.article_id = o.article_id
    group by p.act_id
),

told as (
    select
        event_id, type, plover, mode, actors, recipients, instruments, date_from, date_to, granularity, place, country,
        latitude, longitude, modality, scope, summary, mention_count, article_count, source_count, attributed_to,
        article_id
    from alone
    union all
    select
        act_id, fullest.type, fullest.plover, fullest.mode, fullest.actors, fullest.recipients, instruments,
        dated.date_from, dated.date_to, dated.granularity, placed.place, placed.country, placed.latitude,
        placed.longitude, fullest.modality, scope, fullest.summary, mention_count, article_count, source_count,
        attributed_to, article_id
    from together
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
    a.story_id
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
