"""What it means that something could not be written."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk, a quota, or the largest file allowed
SQLITE_FULL = "disk is full"


def is_full(error: BaseException) -> bool:
    """Whether there was no room for what was to be written, in a file or in the database."""
    return error.errno in FULL if isinstance(error, OSError) else SQLITE_FULL in str(error)
