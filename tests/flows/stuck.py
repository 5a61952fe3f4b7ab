"""A parser that some pages get the better of, in the ways that code in C does; it runs inside worker processes."""

import hashlib
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from flows import worker
from flows.batches import Window, Worked
from tasks.parse import page as parse
from tasks.records import Outlet, Page, Parsed, Rejection


def parse_folder(folder: Path, window: Window) -> Worked:
    """The worker's own work with such a parser, at shorter limits."""
    worker.SECONDS_A_PAGE, worker.LAST_SECONDS, worker.WALL_SECONDS = 1.0, 0.5, 12.0
    worker.parse_page = _parse_page
    return worker.parse_folder(folder, window)


def _parse_page(page: Page, outlets: Mapping[str, Outlet]) -> Parsed | Rejection:
    if page.body.startswith(b"loop in Python"):
        while True:
            pass
    if page.body.startswith(b"loop in C"):
        hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)  # an hour, in one call
    if page.body.startswith(b"wait"):
        time.sleep(3600)
    if page.body.startswith(b"crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return parse.parse_page(page, outlets)
