"""The queues of runs: what a run is trained on, and on which back end. Knows nothing of Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from designer.core.backends import BACKENDS, DEFAULT

Kind: TypeAlias = Literal["cpu", "gpu"]
KINDS: Mapping[str, str] = {"cpu": "CPU", "gpu": "GPU"}


def queue_of(kind: str, backend: str) -> str:
    """The queue of the runs that are to be trained so: "cpu", "gpu", and on other back ends than TensorFlow "cpu.jax" and so on."""
    return kind if backend == DEFAULT else f"{kind}.{backend}"


def kind_of(queue: str) -> str:
    """What a queue's runs are trained on: "cpu" or "gpu"."""
    return queue.partition(".")[0]


def backend_of(queue: str) -> str:
    """The back end that a queue's runs are trained on."""
    return queue.partition(".")[2] or DEFAULT


QUEUES: tuple[str, ...] = tuple(queue_of(kind, backend) for backend in BACKENDS for kind in get_args(Kind))
