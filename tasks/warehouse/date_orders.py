"""How each host prints a day in figures, learnt from the days that can only be read one way.

Guarantees: an order is learnt from several articles that nearly all agree, and is kept in the source's row; what the
sources file says is never changed. Articles that were left without a day for want of the order are read again.
"""

import duckdb

MIN_ARTICLES = 3
"""One page may quote another's date, or be wrong."""

MIN_SHARE = 0.95

HOST = "regexp_extract({url}, '^https?://(?:(?:www[0-9]?|m|mobile|amp)[.])?([^/:?#]+)', 1)"
"""The host of a web address without ``www.`` and the like, as the parser has it."""

_LEARN = f"""
insert into store.date_orders
select
    host,
    case
        when day_first >= {MIN_ARTICLES} and day_first >= {MIN_SHARE} * (day_first + month_first) then 'dmy'
        when month_first >= {MIN_ARTICLES} and month_first >= {MIN_SHARE} * (day_first + month_first) then 'mdy'
    end as date_order,
    day_first,
    month_first
from (
    select
        {HOST.format(url="canonical_url")} as host,
        count(*) filter (where date_order = 'dmy') as day_first,
        count(*) filter (where date_order = 'mdy') as month_first
    from store.articles
    where date_order is not null and canonical_url is not null
    group by host
)
where host <> ''
"""  # noqa: S608 (our own constants)

_KEEP = f"""
update store.sources as s
set date_order = o.date_order
from store.date_orders as o
where s.date_order is null and o.date_order is not null and o.host = {HOST.format(url="s.home_url")}
"""  # noqa: S608 (our own constants)

KNOWN = f"""
select host, date_order, is_stated
from (
    select host, date_order, false as is_stated from store.date_orders
    union all
    select {HOST.format(url="home_url")}, date_order, true from store.sources
)
where date_order in ('dmy', 'mdy') and host <> ''
"""  # noqa: S608 (our own constants)
"""The hosts whose order is known, learnt or stated in the sources file; a host may have one row of each."""


def learn_orders(connection: duckdb.DuckDBPyConnection) -> None:
    """Count anew what the stored articles give away, and note it in the rows of the sources that say nothing."""
    connection.begin()
    connection.execute("delete from store.date_orders")
    connection.execute(_LEARN)
    connection.execute(_KEEP)
    connection.commit()


def read_orders(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """``dmy`` or ``mdy`` by host; what the sources file says comes last and so wins."""
    query = f"select host, date_order from ({KNOWN}) order by is_stated"  # noqa: S608 (our own constant)
    return {str(host): str(order) for host, order in connection.execute(query).fetchall()}
