"""Which addresses are asked for at all: web addresses of a bounded length, and redirects between them."""

import re

import httpx

from tasks.fetch.errors import FetchError
from tasks.records import FetchReason
from tasks.urls import MAX_URL_LENGTH

_HOST = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9_.])?$|[0-9A-Fa-f:.]{2,45}$")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)$")
_DOTTED = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$", re.ASCII)


def parse_target(url: str, ports: frozenset[int]) -> httpx.URL:
    """The address to ask for, without its fragment; raises ``FetchError`` for what is not asked for."""
    if len(url) > MAX_URL_LENGTH:
        raise FetchError(FetchReason.BAD_URL, f"an address of {len(url)} characters; at most {MAX_URL_LENGTH}")
    try:
        target = httpx.URL(url.strip()).copy_with(fragment=None)
        host, port = target.host.removesuffix("."), target.port
        target = target.copy_with(host=host)  # one host, one queue, whichever way it is written
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(FetchReason.BAD_URL, "no web address") from error
    if target.scheme not in ("http", "https"):
        raise FetchError(
            FetchReason.BAD_SCHEME, f"{target.scheme[:20] or 'no scheme'} is not fetched, http and https are"
        )
    if not _HOST.match(target.raw_host):
        raise FetchError(FetchReason.BAD_URL, "an address without a host")
    if target.userinfo:
        raise FetchError(FetchReason.BAD_URL, "an address with a user's name in it")
    if _NUMBER.match(host.rpartition(".")[2]) and not _DOTTED.match(host) and ":" not in host:
        # as browsers do (WHATWG URL, "ends in a number"): other spellings of an IPv4 address hide where they lead
        raise FetchError(FetchReason.BAD_URL, "a host that is a number, but no plain IPv4 address")
    if port is not None and port not in ports:
        raise FetchError(FetchReason.BAD_PORT, f"port {port} is not connected to")
    if len(target.raw_path) > 2 * MAX_URL_LENGTH:
        raise FetchError(FetchReason.BAD_URL, "an address too long when it is quoted")
    return target


def origin_of(target: httpx.URL) -> str:
    """Scheme, host and port, as robots.txt counts them."""
    port = target.port or (443 if target.scheme == "https" else 80)
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{target.scheme}://{host}:{port}"


def follow_redirect(target: httpx.URL, status: int, location: str | None, ports: frozenset[int]) -> httpx.URL:
    """Where a redirect leads; raises ``FetchError`` if it is not gone along with."""
    if not location or len(location) > MAX_URL_LENGTH:
        raise FetchError(FetchReason.BAD_REDIRECT, "a redirect to nowhere" if not location else "an overlong redirect")
    try:
        url = str(target.join(location.strip()))
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(FetchReason.BAD_REDIRECT, "a redirect to no web address", status=status) from error
    following = parse_target(url, ports)
    if target.scheme == "https" and following.scheme == "http":
        raise FetchError(FetchReason.BAD_REDIRECT, "a redirect from https to http", status=status)
    return following
