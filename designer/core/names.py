"""Keras's automatic names: their counters, set aside and read. Keras offers no public way to do either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from keras.src.backend.common import global_state

NAME_COUNTERS = "object_name_uids"


@contextmanager
def fresh_names() -> Iterator[None]:
    """Names given inside are those of a fresh process, so that the same plan gives the same inner names every time."""
    before = global_state.get_global_attribute(NAME_COUNTERS)
    global_state.set_global_attribute(NAME_COUNTERS, None)
    try:
        yield
    finally:
        global_state.set_global_attribute(NAME_COUNTERS, before)


def taken_names() -> Counter[str]:
    """How often each name was given since the counters began."""
    return Counter(global_state.get_global_attribute(NAME_COUNTERS) or {})


def next_name(prefix: str, taken: Mapping[str, int]) -> str:
    """What Keras would call the next thing of a kind."""
    return f"{prefix}_{taken[prefix]}" if taken.get(prefix) else prefix
