"""run.log: what a person needs to know when a training did not do what they thought."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import keras

from training.core.versions import versions


class RunLog:
    """A text file, written line by line as the training goes."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def __enter__(self) -> Self:
        self.write(", ".join(f"{title} {version}" for title, version in versions().items()))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        """One line, with the time before it."""
        self._file.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")

    def model(self, model: keras.Model) -> None:
        """The model's summary."""
        model.summary(line_length=100, print_fn=lambda text: self._file.write(f"{text}\n"))

    def events(self, events: Iterable[Mapping[str, Any]]) -> None:
        """A line for each."""
        for event in events:
            self.write(", ".join(f"{name} {_short(value)}" for name, value in event.items() if name != "kind"))

    def trace(self, error: BaseException) -> None:
        """Where an exception came from."""
        self._file.write("".join(traceback.format_exception(error)))


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}={_short(number)}" for name, number in value.items())
    return f"{value:.6g}" if isinstance(value, float) else str(value)
