"""What is known of outlets before their pages are read: from the sources file, and learnt from their articles."""

from collections.abc import Mapping

from tasks.parse.identity import host
from tasks.records import Outlet
from tasks.source_records import Source


def outlets(sources: Mapping[str, Source], orders: Mapping[str, str]) -> dict[str, Outlet]:
    """Outlets by the host of their home page and by their further hosts.

    ``orders`` are the orders of day and month that the warehouse knows, by host; what the sources file says wins. An
    order learnt on the home page's host is that of the outlet's other hosts too.
    """
    found = {name: Outlet(date_order=order) for name, order in orders.items()}
    for source in sources.values():
        home = host(source.home_url) or ""
        for name in (home, *(host(f"//{other}") or "" for other in source.hosts)):
            order = source.date_order or orders.get(name) or orders.get(home)
            found[name] = Outlet(source.country, order, source.zone)
    found.pop("", None)
    return found
