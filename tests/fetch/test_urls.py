import pytest

from tasks.fetch.errors import FetchError
from tasks.fetch.targets import parse_target
from tasks.urls import canonicalise, without_secrets

PORTS = frozenset({80, 443})


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://news.example/a?id=7&page=2#top", "https://news.example/a?id=7&page=2#top"),
        ("https://user:word@news.example/a", "https://news.example/a"),
        ("https://news.example/a?token=x&id=7", "https://news.example/a?id=7"),
        ("https://news.example/a?id=7&access_token=x&apikey=y&API-Key=z", "https://news.example/a?id=7"),
        ("https://news.example/a?X-Amz-Signature=x&X-Amz-Credential=y", "https://news.example/a"),
        ("https://news.example/a?%74oken=x", "https://news.example/a"),
        ("https://news.example/a?PHPSESSID=x;b=1", "https://news.example/a"),
        ("https://news.example/a#access_token=x", "https://news.example/a"),
        ("https://news.example/a?key=iran-talks&sid=77", "https://news.example/a?key=iran-talks&sid=77"),
        ("https://news.example/a?sid=0123456789abcdef0123456789abcdef", "https://news.example/a"),
        ("https://news.example/a?key=AIzaSyA0123456789abcdefghijklmnopqrst", "https://news.example/a"),
        (
            "https://news.example/a?author=x&keyword=token&tokens=2",
            "https://news.example/a?author=x&keyword=token&tokens=2",
        ),
        ("https://news.example/a?pass", "https://news.example/a?pass"),
        ("https://news.example:99999/a?secret=x", "https://news.example:99999/a"),
        ("http://[::1/a?secret=x", "http://[::1/a"),
        ("http://user:word@[::1/a", "unreadable address"),
        ("no address @ all", "no address @ all"),
        ("", ""),
    ],
)
def test_no_secret_is_left_in_an_address(url: str, cleaned: str) -> None:
    assert without_secrets(url) == cleaned


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example:443/a/?utm_source=x&b=2&a=1#top", "https://news.example/a/?a=1&b=2"),
        ("https://user:word@news.example/a?token=x", "https://news.example/a"),
        ("https://news.example/#!/a", "https://news.example/#!/a"),
        ("https://news.example/" + "a" * 3000, None),
        ("mailto:desk@news.example", None),
        ("news", None),
        (None, None),
    ],
)
def test_one_page_has_one_spelling(url: str | None, canonical: str | None) -> None:
    assert canonicalise(url) == canonical


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://news.example/", "bad-scheme"),
        ("file:///etc/passwd", "bad-scheme"),
        ("javascript:alert(1)", "bad-scheme"),
        ("/relative", "bad-scheme"),
        ("", "bad-scheme"),
        ("http://", "bad-url"),
        ("http:///a", "bad-url"),
        ("http://[::1", "bad-url"),
        ("http://user:word@news.example/", "bad-url"),
        ("http://news.example/\x00", "bad-url"),
        ("http://news.example/" + "a" * 3000, "bad-url"),
        ("http://news .example/", "bad-url"),
        ("http://256.1.1.1/", "bad-url"),
        ("http://1.2.3/", "bad-url"),
        ("http://0x7f000001/", "bad-url"),
        ("https://news.example:8443/", "bad-port"),
        ("http://news.example:99999/", "bad-port"),
    ],
)
def test_what_is_no_web_address_is_not_asked_for(url: str, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse_target(url, PORTS)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (" https://news.example/a b?c=d#top\n", "https://news.example/a%20b?c=d"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%C3%A4"),
        ("https://News.example./", "https://news.example/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:2800:21f::1]/", "http://[2606:2800:21f::1]/"),
        ("http://news1.example2/", "http://news1.example2/"),
    ],
)
def test_a_web_address_is_asked_for_as_it_stands(url: str, target: str) -> None:
    parsed = parse_target(url, PORTS)
    assert f"{parsed.scheme}://{parsed.netloc.decode()}{parsed.raw_path.decode()}" == target
