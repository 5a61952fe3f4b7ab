-- The events under the column names of GDELT 2.0, as far as we have them.
-- Grain: one row an event
-- Depends: events

create or replace view gdelt_events as
select
    event_id as "GlobalEventID",
    strftime(date_from, '%Y%m%d') as "Day",
    strftime(date_from, '%Y%m') as "MonthYear",
    strftime(date_from, '%Y') as "Year",
    actors[1] as "Actor1Name",
    recipients[1] as "Actor2Name",
    plover as "EventCode",
    mention_count as "NumMentions",
    source_count as "NumSources",
    article_count as "NumArticles",
    place as "ActionGeo_FullName",
    country as "ActionGeo_CountryCode",
    latitude as "ActionGeo_Lat",
    longitude as "ActionGeo_Long"
from events
where modality = 'asserted';

comment on view gdelt_events is 'The events under the column names of GDELT 2.0, as far as we have them.';
comment on column gdelt_events."GlobalEventID" is 'The event.';
comment on column gdelt_events."Day" is 'YYYYMMDD of its first day.';
comment on column gdelt_events."MonthYear" is 'YYYYMM.';
comment on column gdelt_events."Year" is 'YYYY.';
comment on column gdelt_events."Actor1Name" is 'First actor.';
comment on column gdelt_events."Actor2Name" is 'First recipient.';
comment on column gdelt_events."EventCode" is 'PLOVER type: we do not guess CAMEO codes.';
comment on column gdelt_events."NumMentions" is 'Mentions.';
comment on column gdelt_events."NumSources" is 'Independent sources.';
comment on column gdelt_events."NumArticles" is 'Articles.';
comment on column gdelt_events."ActionGeo_FullName" is 'Place.';
comment on column gdelt_events."ActionGeo_CountryCode" is 'ISO 3166 alpha-3, not FIPS.';
comment on column gdelt_events."ActionGeo_Lat" is 'Degrees north.';
comment on column gdelt_events."ActionGeo_Long" is 'Degrees east.';
