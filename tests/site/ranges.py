"""A large file on a made-up site, given in the ranges that it is asked for."""

import re
from collections.abc import Callable

from tests.site.server import Asked, Reply


def parts(file: bytes, etag: str | Callable[[], str] = '"one"') -> Callable[[Asked], Reply]:
    """What answers with ranges of ``file``; ``etag`` may tell another one each time."""

    def answer(asked: Asked) -> Reply:
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", asked.headers.get("range", ""))
        if not found or asked.headers["accept-encoding"] != "identity":
            return Reply(b"", 400)
        first, last = int(found[1]), min(int(found[2]), len(file) - 1)
        if first >= len(file):
            return Reply(b"", 416)
        mark = etag if isinstance(etag, str) else etag()
        return Reply(file[first : last + 1], 206, {"content-range": f"bytes {first}-{last}/{len(file)}", "etag": mark})

    return answer
