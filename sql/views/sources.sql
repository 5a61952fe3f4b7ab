-- Outlets as the sources file names them.
-- Grain: one row a source
-- Depends: store.sources

create or replace view sources as
select
    source,
    name,
    home_url,
    country,
    zone,
    language,
    date_order,
    kind,
    rate
from store.sources;

comment on view sources is 'Outlets as the sources file names them.';
comment on column sources.source is 'Short name.';
comment on column sources.name is 'Full name.';
comment on column sources.home_url is 'Home page.';
comment on column sources.country is 'ISO 3166 alpha-3.';
comment on column sources.zone is 'Time zone.';
comment on column sources.language is 'ISO 639-1 code.';
comment on column sources.date_order is 'Order of day and month in bare dates: dmy or mdy, as the sources file says or its pages give away.';
comment on column sources.kind is 'feed, sitemap, section ...';
comment on column sources.rate is 'Requests a second at most.';
