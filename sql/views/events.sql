-- What happened: one row an act.
-- Grain: one row an event
-- Depends: store.events, store.event_mentions, store.originals, store.story_articles

create or replace view events as
with supported as (
    select
        m.event_id,
        count(*) as mention_count,
        count(distinct m.article_id) as article_count,
        count(distinct coalesce(o.original, m.article_id)) as source_count,
        list_sort(list_distinct(list(m.attributed_to) filter (where m.attributed_to is not null))) as attributed_to
    from store.event_mentions as m
    left join store.originals as o using (article_id)
    group by m.event_id
),

told as (
    select * from store.events
    qualify row_number() over (partition by event_id order by article_id) = 1
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
    coalesce(s.mention_count, 0) as mention_count,
    coalesce(s.article_count, 0) as article_count,
    coalesce(s.source_count, 0) as source_count,
    s.attributed_to,
    a.story_id
from told as t
left join supported as s using (event_id)
left join store.story_articles as a using (article_id);

comment on view events is 'What happened: one row an act.';
comment on column events.event_id is 'Hash of what the act is.';
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
