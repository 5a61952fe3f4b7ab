"""How each source is doing, from what fetching remembers and what the articles hold.

A source is silent when its own volume, by weekday, would have given seven articles since its last
new one: were articles to come at random, that would happen by chance once in a thousand times (e to the
power of -7).
"""

from datetime import datetime

from tasks.warehouse.store import Connection

SILENT_AFTER = 7.0
"""Articles expected since the last."""


_HEALTH = """
with days as (
    select source, listed_at::date as day, count(*) as articles
    from store.links
    where first_fetched_at is not null and listed_at >= $now - interval 56 days
    group by all
),
span as (
    select source, min(day) as first_day, max(day) as last_day
    from days
    group by source
),
weekdays as (
    -- The first day and today are not whole, and a silence that lasts is no volume.
    select s.source, w.weekday, coalesce(sum(d.articles), 0) / count(*) as articles
    from span as s
    inner join (
        select unnest(generate_series(($now - interval 56 days)::date, ($now)::date, interval 1 day))::date as day
    ) as c on c.day > s.first_day and c.day < ($now)::date and c.day <= s.last_day
    cross join lateral (select isodow(c.day) as weekday) as w
    left join days as d on d.source = s.source and d.day = c.day
    where date_diff('day', s.first_day, ($now)::date) > 14
    group by all
),
expected as (select source, sum(articles) as expected_7d from weekdays group by source),
arrivals as (
    select
        source,
        max(listed_at) filter (where first_fetched_at is not null) as last_new,
        count(*) filter (where first_fetched_at >= $now - interval 7 days) as articles_7d,
        median(date_diff('second', published_at, first_fetched_at) / 60.0) filter (
            where first_fetched_at >= $now - interval 7 days and published_at <= first_fetched_at
                and published_at > first_fetched_at - interval 2 days
        ) as delay_minutes,
        count(*) filter (where fetched_at is null and next_check_at is not null) as waiting
    from store.links
    group by source
),
since as (
    -- What would have come since the last new article, hour by hour, by its weekday.
    select a.source, sum(w.articles / 24) as missed
    from arrivals as a
    cross join lateral (
        select unnest(generate_series(greatest(a.last_new, $now - interval 56 days), $now, interval 1 hour)) as hour
    ) as h
    inner join weekdays as w on w.source = a.source and w.weekday = isodow(h.hour)
    group by a.source
),
listed as (
    select
        source,
        max(checked_at) as last_checked,
        max(failures) as error_streak,
        max_by(outcome || coalesce(': ' || detail, ''), failures) filter (where failures > 0) as last_error
    from store.listings
    group by source
),
filled as (
    select
        l.source,
        to_json({
            'title': avg((a.title is not null)::int).round(2),
            'authors': avg((len(a.authors) > 0)::int).round(2),
            'published_at': avg((a.published_at is not null)::int).round(2),
            'language': avg((a.language is not null)::int).round(2),
            'section': avg((a.section is not null)::int).round(2)
        })::varchar as fill_rates
    from store.links as l
    inner join store.articles as a on a.canonical_url = l.canonical_url
    where l.first_fetched_at >= $now - interval 30 days
    group by l.source
),
named as (select source from store.sources union select source from listed union select source from arrivals)
insert into store.source_health by name
select
    n.source,
    l.last_checked,
    a.last_new,
    coalesce(a.articles_7d, 0) as articles_7d,
    round(e.expected_7d, 1) as expected_7d,
    coalesce(s.missed >= $silent, false) as silent,
    f.fill_rates,
    coalesce(l.error_streak, 0) as error_streak,
    l.last_error,
    round(a.delay_minutes, 1) as delay_minutes,
    coalesce(a.waiting, 0) as waiting
from named as n
left join listed as l using (source)
left join arrivals as a using (source)
left join expected as e using (source)
left join since as s using (source)
left join filled as f using (source)
where n.source <> ''
"""


def write_health(connection: Connection, now: datetime) -> None:
    """Work out ``source_health`` anew, as of ``now``."""
    connection.begin()
    connection.execute("delete from store.source_health")
    if connection.execute("select 1 from store.listings limit 1").fetchall():
        connection.execute(_HEALTH, {"now": now, "silent": SILENT_AFTER})
    connection.commit()
