-- The acts that articles of the period tell of as having happened.
-- Grain: one row an act
-- Depends: period, events, event_mentions
-- Makes: acts

create or replace temp table acts as
with mentioned as (
    select
        m.event_id,
        count(distinct p.report_id) as source_count,
        count(distinct p.article_id) as article_count,
        count(*) as mention_count,
        arg_min(m.article_id, (p.is_copy, p.sorting_day, m.article_id)) as first_told_in
    from event_mentions as m
    inner join period as p using (article_id)
    group by m.event_id
)

select
    e.event_id,
    e.type,
    e.actors,
    e.recipients,
    e.instruments,
    e.date_from,
    e.date_to,
    e.granularity,
    e.place,
    e.country,
    e.latitude,
    e.longitude,
    e.scope,
    e.summary,
    e.attributed_to,
    e.told_in,
    m.source_count,
    m.article_count,
    m.mention_count,
    m.first_told_in
from events as e
inner join mentioned as m using (event_id)
where e.modality = 'asserted';
