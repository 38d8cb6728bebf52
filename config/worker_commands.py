"""How Layerloom's workers are started: one Celery worker for questions, one for trained models, one for files, one for training a back end."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from config.devices import gpus
from config.queues import kind_of, queue_of
from designer.core.backends import DEFAULT

ANALYSIS_SECONDS = 5  # of the processor for a question or a proposal: who takes longer is killed with the child
BUSY = 6  # times that by the clock, on a machine that has other work
ANALYSIS_KILOBYTES = 1_500_000  # a child that has held more is replaced after its question: what it remembers is bound by number, not by size
INFERENCE_SECONDS = 30
INFERENCE_KILOBYTES = 3_000_000
FILES_SECONDS = 120
TENSORFLOW_BYTES = 3 * 1024**3  # what TensorFlow sets aside before it does anything
HALF_THE_MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
FILES_MEMORY = int(os.environ.get("FILES_MEMORY") or TENSORFLOW_BYTES + HALF_THE_MACHINE)  # bytes a child may hold
FILES_IDLE_SECONDS = 15 * 60  # the worker for files ends when it was not asked for so long: it holds 0.3 GB, and starts in seconds
CORES = os.cpu_count() or 1


def analysis(children: int | None = None) -> list[str]:
    """Answers the editor's questions."""
    return _worker(
        "analysis", children or min(2, CORES), "--time-limit", str(ANALYSIS_SECONDS * BUSY), "--max-memory-per-child", str(ANALYSIS_KILOBYTES)
    )


def training(children: int | None = None, backend: str = DEFAULT, kinds: Sequence[str] = ("cpu",)) -> list[str]:
    """Trains: one run, one child, so that a run's memory and crashes are its own; the next child waits with Keras imported.

    `kinds` are what it trains on: "cpu", "gpu" or both. It is to be started with KERAS_BACKEND set to `backend`.
    """
    queues = [queue_of(kind, backend) for kind in kinds]
    return _worker(training_name(backend), children or runs_at_once(queues), "--max-tasks-per-child", "1", queues=",".join(queues))


def training_name(backend: str) -> str:
    """What the worker that trains on a back end is called."""
    return "training" if backend == DEFAULT else f"training-{backend}"


def runs_at_once(queues: Sequence[str]) -> int:
    """How many runs a worker trains at once: TRAINING_RUNS, else one a GPU, or one for four cores."""
    if given := os.environ.get("TRAINING_RUNS"):
        return int(given)
    return max(1, len(gpus()) if any(kind_of(queue) == "gpu" for queue in queues) else CORES // 4)


def inference() -> list[str]:
    """Asks trained models. It builds them, which the children that only infer shapes never may: one child keeps the last few loaded."""
    return _worker("inference", 1, "--time-limit", str(INFERENCE_SECONDS), "--max-memory-per-child", str(INFERENCE_KILOBYTES))


def files() -> list[str]:
    """Reads and writes files, and runs what was written: one piece of work, one child, since conversions leak and files are strangers'."""
    return _worker("files", 1, "--time-limit", str(FILES_SECONDS), "--max-tasks-per-child", "1")


def _worker(name: str, children: int, *options: str, queues: str = "") -> list[str]:
    celery = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet", "--workdir", str(Path(__file__).resolve().parent.parent)]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    return [*celery, "worker", "--queues", queues or name, "--hostname", f"{name}@%h", "--concurrency", str(children), *quiet, *options]
