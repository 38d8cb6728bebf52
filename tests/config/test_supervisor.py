"""What is passed on of what the programs print."""

from __future__ import annotations

import pytest

from config.supervisor import is_news


@pytest.mark.parametrize("line", ["", "  ", "worker: Cold shutdown (MainProcess)", "12:signal-handler (1) Received SIGTERM scheduling shutdown..."])
def test_what_every_stop_prints_is_not_news(line: str) -> None:
    assert not is_news(line)


@pytest.mark.parametrize("line", ["Traceback (most recent call last):", "ERROR celery.worker.request: Hard time limit (5.0s) exceeded"])
def test_trouble_is_news(line: str) -> None:
    assert is_news(line)
