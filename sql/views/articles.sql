-- Every article as it reads now, with where each piece of metadata was read.
-- Grain: one row an article
-- Depends: store.articles, store.story_articles, store.originals

create or replace view articles as
select
    a.article_id,
    a.url,
    a.canonical_url,
    a.source,
    a.source_country,
    a.title,
    a.authors,
    a.published_at,
    a.published_local,
    a.published_zone,
    a.published_precision,
    a.published_raw,
    a.language,
    a.section,
    a.full_text,
    coalesce(
        a.body,
        replace(replace(
            array_to_string(
                list_transform(a.body_spans, lambda b: substr(a.full_text, b.first + 1, b.last - b.first)),
                chr(10) || chr(10)
            ), chr(160), ' '
        ), chr(8239), ' ')
    ) as body,
    a.word_count,
    s.story_id,
    o.original as copy_of,
    a.revision,
    a.first_seen_at,
    a.last_changed_at,
    a.raw_sha256,
    a.extractor_version,
    a.newsrooms,
    a.updated_at,
    a.updated_local,
    a.published_from,
    a.field_origins,
    a.date_order
from store.articles as a
left join store.story_articles as s using (article_id)
left join store.originals as o using (article_id);

comment on view articles is 'Every article as it reads now, with where each piece of metadata was read.';
comment on column articles.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column articles.url is 'Address it was found under; NULL for a bare file.';
comment on column articles.canonical_url is 'Address cleaned of tracking, or the one the page names as its own.';
comment on column articles.source is 'Outlet, as the page or record names it, else the host of its address.';
comment on column articles.source_country is 'Country of the outlet, ISO 3166 alpha-3, where the page or the sources file says so.';
comment on column articles.title is 'Headline.';
comment on column articles.authors is 'Names of the people in the byline.';
comment on column articles.published_at is 'Moment of publication; NULL where neither the page nor the sources file gives a zone.';
comment on column articles.published_local is 'Publication time as printed, wall clock; in the zone that the sources file gives where the page says it in UTC for machines alone.';
comment on column articles.published_zone is 'Zone or offset as printed, or else the zone that the sources file gives, as Europe/Oslo.';
comment on column articles.published_precision is 'year, month, day, minute or second.';
comment on column articles.published_raw is 'The words that the publication time was read from.';
comment on column articles.language is 'ISO 639-1 code, identified offline; NULL for a text too short to tell.';
comment on column articles.section is 'Section of the outlet.';
comment on column articles.full_text is 'The one text that all offsets count in.';
comment on column articles.body is 'What a reader reads: the blocks with in_body, joined by one blank line.';
comment on column articles.word_count is 'Words in the body.';
comment on column articles.story_id is 'The story it belongs to.';
comment on column articles.copy_of is 'The article that it is a copy of: at least half of its words are from others, most from this one.';
comment on column articles.revision is '1 for the first text seen, one more for each changed text.';
comment on column articles.first_seen_at is 'When the article was first stored.';
comment on column articles.last_changed_at is 'When its text last changed.';
comment on column articles.raw_sha256 is 'Digest of the bytes it was read from.';
comment on column articles.extractor_version is 'Version that drew its records; NULL where none has run.';
comment on column articles.newsrooms is 'Agencies, desks and houses that are credited beside the authors or in their place.';
comment on column articles.updated_at is 'Moment of the last update that the page states; NULL without a zone, as for published_at.';
comment on column articles.updated_local is 'Last update as printed, wall clock.';
comment on column articles.published_from is 'Where the publication time was read: jsonld, meta, microdata, shown, byline, url, page, record.';
comment on column articles.field_origins is 'Where the other metadata was read, as JSON: {"title": "opengraph", "authors": "jsonld"}.';
comment on column articles.date_order is 'dmy or mdy, where the page gives away how its source prints a day in figures.';
