"""From the bytes of a page to an article, whatever kind of page it is."""

from collections.abc import Mapping
from types import MappingProxyType

from tasks.parse.assemble import reject
from tasks.parse.html import parse_html
from tasks.parse.json_record import parse_json_record
from tasks.parse.text import parse_text
from tasks.records import InputKind, Page, Parsed, Rejection

_NONE_KNOWN: Mapping[str, str] = MappingProxyType({})


def parse_page(page: Page, orders: Mapping[str, str] = _NONE_KNOWN) -> Parsed | Rejection:
    """The article in ``page``; whatever cannot be read as one is a ``Rejection`` that says why.

    ``orders`` are the orders, ``dmy`` or ``mdy``, in which hosts print a day in figures, where they are known.
    Raises ``TimeoutError`` and ``MemoryError`` where the caller's limits end it.
    """
    try:
        match page.reference.kind:
            case InputKind.TEXT:
                return parse_text(page)
            case InputKind.HTML:
                return parse_html(page, orders)
            case InputKind.JSON:
                return parse_json_record(page, orders)
            case InputKind.WARC:
                return (
                    parse_text(page) if (page.content_type or "").startswith("text/plain") else parse_html(page, orders)
                )
    except (TimeoutError, MemoryError):  # its worker's limits, which the worker names
        raise
    except Exception as error:  # one article must never cost its batch
        return reject(page, "parser-failed", f"{type(error).__name__}: {error}")
