"""From the bytes of a page to an article, whatever kind of page it is."""

from collections.abc import Mapping
from types import MappingProxyType

from tasks.parse.assemble import reject
from tasks.parse.html import parse_html
from tasks.parse.json_record import parse_json_record
from tasks.parse.text import parse_text
from tasks.records import InputKind, Outlet, Page, Parsed, Rejection

_NONE_KNOWN: Mapping[str, Outlet] = MappingProxyType({})


def parse_page(page: Page, outlets: Mapping[str, Outlet] = _NONE_KNOWN) -> Parsed | Rejection:
    """The article in ``page``; whatever cannot be read as one is a ``Rejection`` that says why.

    ``outlets`` are what is known of outlets beforehand, by host (``identity.host``).
    Raises ``TimeoutError`` and ``MemoryError`` where the caller's limits end it.
    """
    try:
        match page.reference.kind:
            case InputKind.TEXT:
                return parse_text(page, outlets)
            case InputKind.HTML:
                return parse_html(page, outlets)
            case InputKind.JSON:
                return parse_json_record(page, outlets)
            case InputKind.WARC:
                is_text = (page.content_type or "").startswith("text/plain")
                return parse_text(page, outlets) if is_text else parse_html(page, outlets)
    except (TimeoutError, MemoryError):  # its worker's limits, which the worker names
        raise
    except Exception as error:  # one article must never cost its batch
        return reject(page, "parser-failed", f"{type(error).__name__}: {error}")
