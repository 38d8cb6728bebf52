"""What a training may take of the machine, and what it means when a process was ended by it."""

from __future__ import annotations

import os
import re

from config.processes import bound_memory
from training.core.memory import available
from training.schemas import Failure

LEAST = 2 * 1024**3  # below this not even TensorFlow itself runs
SHARE = 0.9  # of what is free when the run starts
OUT_OF_MEMORY = (
    "The training ran out of memory, and its process was ended by the system. Lower the batch size, or make the largest layers smaller; "
    "the curves up to then are kept."
)
KILLED = (
    "The worker that trained this run was lost: its process was killed, as systems do when memory runs out. The curves up to then are kept; "
    "lower the batch size or make the largest layers smaller, or just start the run again."
)
DIED = "The worker that trained this run was lost: {reason}. The curves up to then are kept; start the run again."
MEANINGS = {  # oneDNN and TensorFlow do not check every allocation: they crash with these where memory ends
    "signal 9": KILLED,
    "signal 6": OUT_OF_MEMORY,
    "signal 7": OUT_OF_MEMORY,
    "signal 11": OUT_OF_MEMORY,
    "exitcode 127": OUT_OF_MEMORY,
}


def limit_memory() -> None:
    """Bound this process's memory, so that an absurd network ends itself and not the machine. TRAINING_MEMORY (bytes) sets the bound."""
    bound_memory(max(LEAST, int(os.environ.get("TRAINING_MEMORY") or available() * SHARE)))


def explain_death(reason: str) -> Failure:
    """What Celery's words for the end of a child mean, such as 'Worker exited prematurely: signal 11 (SIGSEGV) Job: 3.'."""
    found = re.search(r"(signal|exitcode) (\d+)", reason)
    short = found.group(0) if found else "its process ended"
    return Failure(message=MEANINGS.get(short) or DIED.format(reason=short))
