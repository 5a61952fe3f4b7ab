"""Give readers a consistent copy of the warehouse, so that they and the writer never meet."""

import contextlib
import os
import shutil
from pathlib import Path

from tasks.faults import fault_point
from tasks.warehouse.errors import WarehouseError


def published_path(path: Path) -> Path:
    """Where the readers' copy of the warehouse at ``path`` lies."""
    return path.parent / "published" / path.name


def publish(path: Path) -> Path:
    """Copy the checkpointed, closed warehouse for readers, by atomic rename; returns the copy's path.

    Call it while the warehouse's lock is held and its file is not open. A copy that is as new as
    the warehouse is left as it is.
    """
    target = published_path(path)
    part = target.with_name(target.name + ".part")
    try:
        source = path.stat()
        if target.exists() and target.stat().st_mtime_ns == source.st_mtime_ns:
            return target
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, part)
        # The copy bears the time of what it copies: equal times mean that nothing is to be done.
        os.utime(part, ns=(source.st_atime_ns, source.st_mtime_ns))
        _sync(part)
        fault_point("publish:copied")
        os.replace(part, target)
        _sync(target.parent)
        fault_point("publish:renamed")
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise WarehouseError(f"{target}: the readers' copy could not be written: {error.strerror}") from error
    return target


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
