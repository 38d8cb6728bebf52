"""Small trainings that are watched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from designer.core.document import Document
from tests.training.core.making import Listener
from training.core.eyes.keeping import name_of, read
from training.core.job import Data, Given
from training.core.loop import Result, train


def watch(document: Document, folder: Path, data: Data, *, eyes: bool = True) -> tuple[Result, Listener]:
    """Train it; what was looked at lies in the folder."""
    listener = Listener()
    return train(document, folder, listener.emit, data=data, given=Given(eyes=eyes)), listener


def look(folder: Path, part: str, epoch: int = 2) -> dict[str, Any]:
    """A look that was taken."""
    text = read(folder, name_of(epoch, part))
    assert text is not None, f"{part} was not looked at after epoch {epoch}"
    found: dict[str, Any] = json.loads(text)
    return found
