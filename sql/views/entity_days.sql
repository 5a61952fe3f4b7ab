-- How often an entity is mentioned, day by day.
-- Grain: one row an entity and day
-- Depends: store.mentions, store.articles

create or replace view entity_days as
select
    m.entity,
    cast(coalesce(a.published_local, a.published_at) as date) as day,
    count(*) as mention_count,
    count(distinct m.article_id) as article_count
from store.mentions as m
inner join store.articles as a using (article_id)
where m.entity is not null
group by all;

comment on view entity_days is 'How often an entity is mentioned, day by day.';
comment on column entity_days.entity is 'Its name.';
comment on column entity_days.day is 'Day of publication.';
comment on column entity_days.mention_count is 'Mentions.';
comment on column entity_days.article_count is 'Articles.';
