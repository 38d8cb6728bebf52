"""Shares the tests out when several processes run them, `pytest -n 2`: each has a broker, a data directory and a database of its own.

The tests of a file stay together, and so do all that need workers, or a Layerloom to kill, which one process alone then has to start. Browser tests
each go to whichever process is free: each process has a running Layerloom. What starts programs or trains takes longest and comes first.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

WORKERS = re.compile(r'usefixtures\([^)]*"workers"|\bworkers: None\b|\bfiles_worker\b')
LONG = re.compile(WORKERS.pattern + r"|\bhouse: House\b|\blayerloom\(|\bdrawing\.train\(")
BROWSER, FAULTS = "tests/e2e/", "tests/faults/"


@cache
def _text(file: Path) -> str:
    return file.read_text()


class Sharing(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """One piece of work is the tests of a file, or all that need workers, or all of what can die, or one browser test."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if file.startswith(BROWSER):
            return nodeid
        if file.startswith(FAULTS):
            return FAULTS
        return "workers" if WORKERS.search(_text(self.config.rootpath / file)) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    """Share by what is said above, in the order of the collection."""
    config.option.loadscopereorder = False
    return Sharing(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest first, then the file with the most tests, so that no process waits for another at the end; else as random as ever."""
    if hasattr(config, "workerinput"):
        size = Counter(item.path for item in items)
        items.sort(key=lambda item: (LONG.search(_text(item.path)) is None, -size[item.path]))
