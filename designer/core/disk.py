"""How much lies on the disk, and what it means that something could not be written there."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk, a quota, or the largest file allowed
SQLITE_FULL = "disk is full"


def is_full(error: BaseException) -> bool:
    """Whether there was no room for what was to be written, in a file or in the database."""
    return error.errno in FULL if isinstance(error, OSError) else SQLITE_FULL in str(error)


def size_of(folder: Path) -> int:
    """How many bytes the files in a folder take."""
    size = 0
    for place, _, names in os.walk(folder):  # which passes over folders that are deleted meanwhile
        for name in names:
            with contextlib.suppress(FileNotFoundError):  # whoever writes there renames and deletes
                size += Path(place, name).stat().st_size
    return size
