-- The events under the column names of GDELT 2.0, every column in its place.
-- Grain: one row an event
-- Depends: events, store.events, store.articles

create or replace view gdelt_events as
with coded as (
    select *
    from (
        values
            ('AGREE', '03', 1), ('CONSULT', '04', 1), ('SUPPORT', '05', 1), ('COOPERATE', '06', 2), ('AID', '07', 2),
            ('CONCEDE', '08', 2), ('RETREAT', '08', 2), ('REQUEST', '10', 3), ('ACCUSE', '11', 3), ('REJECT', '12', 3),
            ('THREATEN', '13', 3), ('PROTEST', '14', 4), ('MOBILIZE', '15', 4), ('SANCTION', '16', 4),
            ('COERCE', '17', 4), ('ASSAULT', '18', 4)
    ) as codes (plover, root, quad)
),

asserted as (
    select e.*, c.root, c.quad, a.first_seen_at as added, a.url
    from events as e
    left join coded as c using (plover)
    left join store.events as t on t.event_id = e.event_id
    left join store.articles as a on a.article_id = t.article_id
    where e.modality = 'asserted'
)

select
    event_id as "GlobalEventID",
    strftime(date_from, '%Y%m%d') as "Day",
    strftime(date_from, '%Y%m') as "MonthYear",
    strftime(date_from, '%Y') as "Year",
    round(year(date_from) + dayofyear(date_from) / 366.0, 4) as "FractionDate",
    null::varchar as "Actor1Code",
    actors[1] as "Actor1Name",
    null::varchar as "Actor1CountryCode",
    null::varchar as "Actor1KnownGroupCode",
    null::varchar as "Actor1EthnicCode",
    null::varchar as "Actor1Religion1Code",
    null::varchar as "Actor1Religion2Code",
    null::varchar as "Actor1Type1Code",
    null::varchar as "Actor1Type2Code",
    null::varchar as "Actor1Type3Code",
    null::varchar as "Actor2Code",
    recipients[1] as "Actor2Name",
    null::varchar as "Actor2CountryCode",
    null::varchar as "Actor2KnownGroupCode",
    null::varchar as "Actor2EthnicCode",
    null::varchar as "Actor2Religion1Code",
    null::varchar as "Actor2Religion2Code",
    null::varchar as "Actor2Type1Code",
    null::varchar as "Actor2Type2Code",
    null::varchar as "Actor2Type3Code",
    (scope = 'article')::integer as "IsRootEvent",
    plover as "EventCode",
    plover as "EventBaseCode",
    root as "EventRootCode",
    quad as "QuadClass",
    null::double as "GoldsteinScale",
    mention_count as "NumMentions",
    source_count as "NumSources",
    article_count as "NumArticles",
    null::double as "AvgTone",
    null::varchar as "Actor1Geo_Type",
    null::varchar as "Actor1Geo_FullName",
    null::varchar as "Actor1Geo_CountryCode",
    null::varchar as "Actor1Geo_ADM1Code",
    null::varchar as "Actor1Geo_ADM2Code",
    null::double as "Actor1Geo_Lat",
    null::double as "Actor1Geo_Long",
    null::varchar as "Actor1Geo_FeatureID",
    null::varchar as "Actor2Geo_Type",
    null::varchar as "Actor2Geo_FullName",
    null::varchar as "Actor2Geo_CountryCode",
    null::varchar as "Actor2Geo_ADM1Code",
    null::varchar as "Actor2Geo_ADM2Code",
    null::double as "Actor2Geo_Lat",
    null::double as "Actor2Geo_Long",
    null::varchar as "Actor2Geo_FeatureID",
    null::varchar as "ActionGeo_Type",
    place as "ActionGeo_FullName",
    country as "ActionGeo_CountryCode",
    null::varchar as "ActionGeo_ADM1Code",
    null::varchar as "ActionGeo_ADM2Code",
    latitude as "ActionGeo_Lat",
    longitude as "ActionGeo_Long",
    null::varchar as "ActionGeo_FeatureID",
    strftime(added, '%Y%m%d%H%M%S') as "DATEADDED",
    url as "SOURCEURL"
from asserted;

comment on view gdelt_events is 'The events under the column names of GDELT 2.0, every column in its place.';
comment on column gdelt_events."GlobalEventID" is 'The event.';
comment on column gdelt_events."Day" is 'YYYYMMDD of its first day.';
comment on column gdelt_events."MonthYear" is 'YYYYMM.';
comment on column gdelt_events."Year" is 'YYYY.';
comment on column gdelt_events."FractionDate" is 'The day as a fraction of its year.';
comment on column gdelt_events."Actor1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Name" is 'First actor.';
comment on column gdelt_events."Actor1CountryCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1KnownGroupCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1EthnicCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Religion1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Religion2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Type1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Type2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Type3Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Name" is 'First recipient.';
comment on column gdelt_events."Actor2CountryCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2KnownGroupCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2EthnicCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Religion1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Religion2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Type1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Type2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Type3Code" is 'Not known here: always NULL.';
comment on column gdelt_events."IsRootEvent" is '1 for what an article is about, 0 for captions and background.';
comment on column gdelt_events."EventCode" is 'PLOVER type: we do not guess CAMEO codes.';
comment on column gdelt_events."EventBaseCode" is 'PLOVER type.';
comment on column gdelt_events."EventRootCode" is 'Two digits: the CAMEO root that the PLOVER type comes from.';
comment on column gdelt_events."QuadClass" is '1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
comment on column gdelt_events."GoldsteinScale" is 'Not known here: always NULL.';
comment on column gdelt_events."NumMentions" is 'Mentions.';
comment on column gdelt_events."NumSources" is 'Independent sources.';
comment on column gdelt_events."NumArticles" is 'Articles.';
comment on column gdelt_events."AvgTone" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_Type" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_FullName" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_CountryCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_ADM1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_ADM2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_Lat" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_Long" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor1Geo_FeatureID" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_Type" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_FullName" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_CountryCode" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_ADM1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_ADM2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_Lat" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_Long" is 'Not known here: always NULL.';
comment on column gdelt_events."Actor2Geo_FeatureID" is 'Not known here: always NULL.';
comment on column gdelt_events."ActionGeo_Type" is 'Not known here: always NULL.';
comment on column gdelt_events."ActionGeo_FullName" is 'Place.';
comment on column gdelt_events."ActionGeo_CountryCode" is 'ISO 3166 alpha-3, not FIPS.';
comment on column gdelt_events."ActionGeo_ADM1Code" is 'Not known here: always NULL.';
comment on column gdelt_events."ActionGeo_ADM2Code" is 'Not known here: always NULL.';
comment on column gdelt_events."ActionGeo_Lat" is 'Degrees north.';
comment on column gdelt_events."ActionGeo_Long" is 'Degrees east.';
comment on column gdelt_events."ActionGeo_FeatureID" is 'Not known here: always NULL.';
comment on column gdelt_events."DATEADDED" is 'When its leading article was first stored, YYYYMMDDHHMMSS.';
comment on column gdelt_events."SOURCEURL" is 'Address of its leading article.';
