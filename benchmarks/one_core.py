"""One core for all that is measured: with two, what is measured is luck.

The script of the small CNN, by itself on two idle cores, has epochs of 0.74 s and epochs of 1.25 s, as the kernel happens to run the two threads of
TensorFlow beside each other or by turns on one core; the means of two such processes differ by up to a quarter. On one core they cannot differ in
that, and what the web server, the broker and the workers take from a training counts in full.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process, and what it starts, on one core; where the system cannot, nothing changes."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
