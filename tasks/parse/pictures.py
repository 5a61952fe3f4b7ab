"""The address of a picture, as its markup gives it."""

from urllib.parse import urljoin

from lxml.etree import _Element

from tasks.urls import MAX_URL_LENGTH, without_secrets

_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "srcset", "data-srcset")
"""Where the address stands, the clearest first; pages that load pictures late put a blank in ``src``."""


def picture_url(image: _Element | None, page_url: str | None) -> str | None:
    """The web address of ``image`` on the page at ``page_url``, without secrets; None where it has none.

    Of a picture in several sizes it is the first that is named.
    """
    if image is None:
        return None
    for name in _SOURCES:
        value = (image.get(name) or "").strip()
        if name.endswith("srcset"):
            value = value.partition(" ")[0].rstrip(",")
        if not value or value[:5].lower() == "data:":
            continue
        try:
            address = urljoin(page_url or "", value)
        except ValueError:
            continue
        if address.startswith(("http://", "https://")) and len(address) <= MAX_URL_LENGTH:
            return without_secrets(address)
    return None
