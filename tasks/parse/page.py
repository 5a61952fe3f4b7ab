"""From the bytes of a page to an article, whatever kind of page it is."""

from tasks.parse.assemble import reject
from tasks.parse.html import parse_html
from tasks.parse.json_record import parse_json_record
from tasks.parse.text import parse_text
from tasks.records import InputKind, Page, Parsed, Rejection


def parse_page(page: Page) -> Parsed | Rejection:
    """The article in ``page``; whatever cannot be read as one is a ``Rejection`` that says why.

    Raises ``TimeoutError`` and ``MemoryError`` where the caller's limits end it.
    """
    try:
        match page.reference.kind:
            case InputKind.TEXT:
                return parse_text(page)
            case InputKind.HTML:
                return parse_html(page)
            case InputKind.JSON:
                return parse_json_record(page)
            case InputKind.WARC:
                return parse_text(page) if (page.content_type or "").startswith("text/plain") else parse_html(page)
    except (TimeoutError, MemoryError):  # the worker's own limits: it names them
        raise
    except Exception as error:  # one article must never cost its batch
        return reject(page, "parser-failed", f"{type(error).__name__}: {error}")
