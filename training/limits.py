"""What a training may take of the machine, and what it means when a process was ended by it."""

from __future__ import annotations

import json
import os
import re
import resource
from dataclasses import dataclass
from pathlib import Path

from config.processes import bound_memory
from training.core.folder import HEAVIEST_FILE
from training.core.memory import available
from training.schemas import Failure

LEAST = 2 * 1024**3  # below this not even TensorFlow itself runs
LARGEST_FILE_MB = 20_000
LARGEST_FOLDER_MB = 60_000
SHARE = 0.9  # of what is free when the run starts
OUT_OF_MEMORY = "The training ran out of memory, and its process was ended by the system. {cure} The curves up to then are kept."
KILLED = (
    "The worker that trained this run was killed three times without coming further, as systems do when memory runs out. {cure} "
    "The curves up to then are kept."
)
DIED = "The worker that trained this run was lost three times without coming further: {reason}. The curves up to then are kept; start the run again."
CURE = "Lower the batch size, or make the largest layers smaller."
NAMED_CURE = "{node} takes the largest part of it: make it smaller, or lower the batch size of {batch_size}."
MEANINGS = {  # oneDNN and TensorFlow do not check every allocation: they crash with these where memory ends
    "signal 9": KILLED,
    "signal 6": OUT_OF_MEMORY,
    "signal 7": OUT_OF_MEMORY,
    "signal 11": OUT_OF_MEMORY,
    "exitcode 127": OUT_OF_MEMORY,
}


def limit_files() -> None:
    """Bound the size of each file that this process writes. TRAINING_FILE_MB sets the bound; reaching it looks like a full disk."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = int(os.environ.get("TRAINING_FILE_MB") or LARGEST_FILE_MB) * 1_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def folder_bytes() -> int:
    """How much all files of a run together may hold. TRAINING_FOLDER_MB sets it."""
    return int(os.environ.get("TRAINING_FOLDER_MB") or LARGEST_FOLDER_MB) * 1_000_000


def limit_memory() -> None:
    """Bound this process's memory, so that an absurd network ends itself and not the machine. TRAINING_MEMORY (bytes) sets the bound."""
    bound_memory(max(LEAST, int(os.environ.get("TRAINING_MEMORY") or available() * SHARE)))


@dataclass(frozen=True, slots=True)
class Death:
    """What the end of a process means: what to say when its run fails by it, and whether another try may go better."""

    failure: Failure
    may_go_on: bool


def explain_death(reason: str, folder: Path) -> Death:
    """What Celery's words for the end of a child mean, such as 'Worker exited prematurely: signal 11 (SIGSEGV) Job: 3.'."""
    found = re.search(r"(signal|exitcode) (\d+)", reason)
    short = found.group(0) if found else "its process ended"
    sentence = MEANINGS.get(short)
    if sentence is None:
        return Death(Failure(message=DIED.format(reason=short)), may_go_on=True)
    heaviest = _heaviest(folder)
    cure = CURE if heaviest is None else NAMED_CURE.format(**heaviest)
    node = None if heaviest is None else str(heaviest["node"])
    return Death(Failure(message=sentence.format(cure=cure), node=node), may_go_on=sentence is KILLED)


def _heaviest(folder: Path) -> dict[str, str | int] | None:
    """The node that takes most memory, as the training noted before it began."""
    try:
        found: dict[str, str | int] = json.loads((folder / HEAVIEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found
