-- The articles of the period, each with what a claim that stands on it shows.
-- Grain: one row an article
-- Depends: articles
-- Makes: period

create or replace temp table period as
select
    article_id,
    published_local::date as day,
    coalesce(source, '') as source,
    copy_of is not null as is_copy,
    coalesce(copy_of, article_id) as report_id,
    story_id,
    published_local is not null as has_day,
    len(authors) > 0 or len(newsrooms) > 0 as has_byline,
    extractor_version is not null as is_analysed,
    coalesce(published_local::date, date '9999-12-31') as sorting_day,
    {
        'article_id': article_id,
        'url': coalesce(url, canonical_url),
        'source': source,
        'title': left(title, 200),
        'day': published_local::date
    } as told
from articles
where ($since is null or published_local >= $since::date)
    and ($until is null or published_local < $until::date + 1);
