"""How much memory a training needs, estimated before anything is allocated.

16 bytes a trainable parameter (weight, gradient, two slots of Adam) and 8 bytes a number that flows between layers (its value and its
gradient), for every sample of a batch. Measured against four networks: 0.99 to 1.34 of the estimate. Recurrent and attention layers keep
more than they put out: recurrent ones about 8 numbers a unit and step, attention one a head and pair of steps.
"""

from __future__ import annotations

import os
import resource
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from designer.core.findings import Findings

Shape = Sequence[int | None]
TRAINABLE_BYTES, FIXED_BYTES, ACTIVATION_BYTES = 16, 4, 8
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
USES = (Path("/sys/fs/cgroup/memory.current"), Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"))


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes by node of the document, at a batch size; a block has those of all its layers."""

    nodes: Mapping[str, int]
    weights: Mapping[str, int]

    @property
    def total(self) -> int:
        """Bytes of the whole training."""
        return sum(self.nodes.values())

    @property
    def biggest(self) -> str:
        """The node that takes most of it."""
        return max(self.nodes, key=self.nodes.__getitem__)


def estimate(found: Findings, batch_size: int) -> Estimate:
    """What training a network takes, by node."""
    weights: Counter[str] = Counter()
    nodes: Counter[str] = Counter()
    for name in found.used:
        analysis, node = found.nodes[name], found.plan.call(name).path[0]
        own = TRAINABLE_BYTES * analysis.trainable + FIXED_BYTES * analysis.non_trainable
        weights[node] += own
        nodes[node] += own + ACTIVATION_BYTES * batch_size * _activations(found, name)
    return Estimate(nodes, weights)


def _activations(found: Findings, name: str) -> int:
    """Numbers that a node keeps for one sample."""
    call = found.plan.call(name)
    arriving: list[Shape] = [found.shape(source.node, source.output) or () for source in call.sources]
    leaving: list[Shape] = [spec.shape[1:] for spec in found.nodes[name].outputs]
    kept = KEPT.get(call.spec.family, _nothing)(arriving, leaving, call.node.config)
    return sum(_count(shape) for shape in leaving) + kept


def _count(shape: Iterable[int | None]) -> int:
    return prod(size or 1 for size in shape)


def _nothing(arriving: list[Shape], leaving: list[Shape], config: Mapping[str, Any]) -> int:
    return 0


def _every_step(arriving: list[Shape], leaving: list[Shape], config: Mapping[str, Any]) -> int:
    steps = (arriving[0][0] or 1) if arriving and arriving[0] else 1
    units = (leaving[0][-1] or 1) if leaving and leaving[0] else 1
    return 8 * units * steps


def _every_pair(arriving: list[Shape], leaving: list[Shape], config: Mapping[str, Any]) -> int:
    steps = [shape[0] or 1 for shape in arriving if shape]
    heads = config.get("num_heads", config.get("num_query_heads", 1))
    return 2 * max(steps, default=1) ** 2 * (heads if isinstance(heads, int) else 1)


KEPT: Mapping[str, Callable[[list[Shape], list[Shape], Mapping[str, Any]], int]] = {"Recurrent": _every_step, "Attention": _every_pair}


def available() -> int:
    """Bytes that this process may still take: what the machine has free, what its container allows, or its own limit."""
    return min([free(), *_limit_of_process()])


def free() -> int:
    """Bytes that are free on this machine, or in the container."""
    return min([_free_of_machine(), *_free_of_container()])


def _free_of_machine() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):  # not Linux: what is there in all
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _free_of_container() -> list[int]:
    free = []
    for limit, use in zip(LIMITS, USES, strict=True):
        try:
            free.append(int(limit.read_text()) - int(use.read_text()))
        except (OSError, ValueError):  # no such limit: no file, or "max"
            continue
    return free


def _limit_of_process() -> list[int]:
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return [] if limit == resource.RLIM_INFINITY else [limit]


def in_words(size: int) -> str:
    """A number of bytes for a person."""
    for unit, bytes_ in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if size >= bytes_:
            return f"{size / bytes_:,.1f} {unit}" if size < 10 * bytes_ else f"{size / bytes_:,.0f} {unit}"
    return f"{size / 1000:,.0f} kB"
