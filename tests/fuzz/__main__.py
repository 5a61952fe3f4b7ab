"""``make fuzz``: ``python -m tests.fuzz [COUNT [KIND...]]``. Exits 1 if anything was not caught."""

import logging
import random
import sys
import time
import traceback

from tests.fuzz.kinds import KINDS

COUNT = 100_000


def main(count: int, names: list[str]) -> int:
    logging.getLogger("tasks.fetch").setLevel(logging.ERROR)  # that loopback is open is no news here
    failed = 0
    for name in names or KINDS:
        begun, errors = time.monotonic(), 0
        for seed in range(count):
            try:
                KINDS[name](random.Random(seed))
            except Exception:
                errors += 1
                if errors <= 3:
                    print(f"{name}, seed {seed}:\n{traceback.format_exc()}", flush=True)
        failed += errors
        print(f"{name}: {errors} uncaught errors in {count} inputs, {time.monotonic() - begun:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT, sys.argv[2:]))
