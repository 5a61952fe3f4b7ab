"""Named points at which a test can kill the process, to show that the next run heals.

``DATELINE_FAULT=load:written:3`` kills the process with SIGKILL when it passes the point
``load:written`` for the third time. Nothing happens, at the cost of one look-up, where the
variable is not set.
"""

import os
import signal
from collections import Counter

_VARIABLE = "DATELINE_FAULT"
_passed: Counter[str] = Counter()


def fault_point(name: str) -> None:
    """Die here if ``DATELINE_FAULT`` says so; otherwise return at once."""
    wanted = os.environ.get(_VARIABLE)
    if not wanted:
        return
    point, _, count = wanted.rpartition(":")
    if point != name:
        return
    _passed[name] += 1
    if _passed[name] == int(count):
        os.kill(os.getpid(), signal.SIGKILL)
