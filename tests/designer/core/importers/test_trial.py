"""What kills or never ends, in a process of its own."""

from __future__ import annotations

import os
import signal
from itertools import count

import pytest

from designer.core.importers.imported import Unreadable
from designer.core.importers.trial import try_apart


def _for_ever() -> None:
    for _ in count():
        pass


def test_an_attempt_that_dies_is_told_of() -> None:
    with pytest.raises(Unreadable, match="It died"):
        try_apart(lambda: os.kill(os.getpid(), signal.SIGKILL), 20, ended="It died.", endless="It went on.")


def test_an_attempt_without_end_is_ended() -> None:
    with pytest.raises(Unreadable, match="It went on"):
        try_apart(_for_ever, 0.2, ended="It died.", endless="It went on.")


def test_an_attempt_that_raises_is_left_to_the_reader() -> None:
    try_apart(lambda: 1 / 0, 20, ended="It died.", endless="It went on.")
    try_apart(lambda: 1, 20, ended="It died.", endless="It went on.")
