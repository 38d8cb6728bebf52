"""Which workers are there, and which queue a run is sent to, by what it asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from redis.exceptions import RedisError

from config.queues import KINDS, backend_of, kind_of, queue_of
from designer.answers import Refusal
from designer.core.backends import BACKENDS, DEFAULT, SPREADING, TITLES
from designer.core.problems import Problem
from designer.core.wording import a_list
from training import streams
from training.models import ACTIVE, Run
from training.schemas import WorkerOut, WorkerTold

GETTING_ONE = "“Training on a GPU, or on several machines” in the README says how to start one."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run asks for."""

    device: str = "any"
    backend: str = "any"

    @classmethod
    def of(cls, run: Run) -> Wish:
        """A run's own; once it was begun, its back end is settled: its checkpoint goes on exactly only there."""
        is_settled = run.backend == "any" and run.started is not None
        return cls(run.device, backend_of(run.queue) if is_settled else run.backend)

    def takes(self, queue: str) -> bool:
        """Whether a queue leads to what it asks for."""
        kind, backend = kind_of(queue), backend_of(queue)
        is_kind = self.device == "any" or self.device.startswith(kind)
        return is_kind and self.backend in ("any", backend) and (self.device != "gpus" or backend in SPREADING)

    @property
    def words(self) -> str:
        """What kind of worker it needs: "GPU worker with JAX"."""
        kind = "" if self.device == "any" else f"{KINDS[self.device.removesuffix('s')]} "
        return f"{kind}worker{'' if self.backend == 'any' else f' with {TITLES[self.backend]}'}"


ANYTHING = Wish()


def present() -> list[WorkerOut]:
    """The training workers that are there, by name; raises RedisError."""
    told = [WorkerTold.model_validate_json(text) for text in streams.workers()]
    held = Q(state__in=ACTIVE) | (Q(state="paused") & ~Q(task=""))
    busy = dict(Run.objects.filter(held).values_list("worker").annotate(Count("pk")).order_by()) if told else {}
    return [WorkerOut(**worker.model_dump(), busy=min(busy.get(worker.name, 0), worker.runs)) for worker in told]


def known() -> list[WorkerOut] | None:
    """The same; None while the broker is away and nobody can know."""
    try:
        return present()
    except RedisError:
        return None


def need(wish: Wish, bound: Sequence[str] = ()) -> None:
    """Refuse a wish that nobody there can fulfil. One for anything waits for whoever comes.

    `bound` are layers that need TensorFlow where the wish is for it because of them.
    """
    there = known()
    if wish == ANYTHING or there is None or any(wish.takes(queue) for queue in _queues(there)):
        return
    if wish.device == "gpus" and wish.backend not in {"any", *SPREADING}:
        message = f"{TITLES[wish.backend]} trains on one GPU here, not on all of a machine. Choose one GPU, or TensorFlow or JAX."
    else:
        advice = f"{a_list(bound)} {'work' if len(bound) > 1 else 'works'} on TensorFlow alone." if bound else "Choose that, or “Any”."
        offered = f"There is {_offered(there)}. {advice}" if there else "There is none at all; one that is starting takes a moment."
        message = f"No {wish.words} is there. {offered} {GETTING_ONE}"
    raise Refusal(Problem(code="no_worker", message=message))


def queue_for(wish: Wish, before: str = "", run_id: str = "") -> str:
    """The queue to send a run to: of those that are served a GPU's where one is free, else a CPU's; TensorFlow before other back ends.

    `before` is where it was sent last: it stays there while nobody knows of anything better. The run itself, which may wait already, takes no place.
    """
    there = known()
    fitting = [queue for queue in _queues(there or []) if wish.takes(queue)]
    if fitting:
        free = _free(there or [], run_id)
        return min(fitting, key=lambda queue: (BACKENDS.index(_backend(queue)), *_rank(queue, free)))
    if before:
        return before
    return queue_of("gpu" if wish.device.startswith("gpu") else "cpu", DEFAULT if wish.backend == "any" else wish.backend)


def goes_sooner(run: Run, there: Sequence[WorkerOut]) -> bool:
    """Whether a run that waits for busy workers would be taken at once by another, in the queue that it would be sent to now."""
    wish, free = Wish.of(run), _free(there, run.pk)
    return run.queue not in {"", *free} and any(wish.takes(queue) for queue in free) and queue_for(wish, run.queue, run.pk) in free


def places(wish: Wish) -> int:
    """How many runs that ask for this can be trained at once, on the back end that they are sent to; one waits for a worker where none is known."""
    fitting = [worker for worker in known() or [] if any(wish.takes(queue) for queue in worker.queues)]
    first = min((BACKENDS.index(worker.backend) for worker in fitting), default=0)
    return sum(1 if wish.device == "gpus" else worker.runs for worker in fitting if worker.backend == BACKENDS[first]) or 1


def is_served(queue: str, there: Sequence[WorkerOut]) -> bool:
    """Whether a worker is there for a queue."""
    return any(queue in worker.queues for worker in there)


def lacking(queue: str, there: Sequence[WorkerOut] | None) -> str | None:
    """What a run that waits in a queue waits for in vain, in a sentence."""
    if there is None or not queue or is_served(queue, there):
        return None
    backend = backend_of(queue)
    is_told = backend != DEFAULT or any(worker.backend != DEFAULT for worker in there)
    return f"Waits for a {Wish(kind_of(queue), backend if is_told else 'any').words}; none is there."


def _rank(queue: str, free: set[str]) -> tuple[bool, bool]:
    """Lower is better: a free GPU, then a CPU, then a GPU that is to be waited for."""
    is_gpu = kind_of(queue) == "gpu"
    return not (is_gpu and queue in free), is_gpu


def _free(there: Sequence[WorkerOut], run_id: str) -> set[str]:
    """The queues with a worker that would take a run at once."""
    room: Counter[str] = Counter()
    for worker in there:
        room.update(dict.fromkeys(worker.queues, worker.runs - worker.busy))
    if not +room:
        return set()
    waiting: Counter[str] = Counter(Run.objects.filter(state="queued").exclude(pk=run_id).values_list("queue", flat=True))
    return {queue for queue, places in room.items() if places > waiting[queue]}


def _queues(there: Sequence[WorkerOut]) -> list[str]:
    return sorted({queue for worker in there for queue in worker.queues})


def _backend(queue: str) -> Any:
    return backend_of(queue)


def _offered(there: Sequence[WorkerOut]) -> str:
    offers = [f"a {KINDS[kind_of(queue)]} with {TITLES[backend_of(queue)]}" for queue in _queues(there)]
    return f"{', '.join(offers[:-1])} and {offers[-1]}" if len(offers) > 1 else offers[0]
