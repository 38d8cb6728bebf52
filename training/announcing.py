"""A training worker says that it is there, and what it has, for as long as it is.

A step of Celery's consumer, so it begins anew whenever the worker finds the broker again; on Celery's timer, since a process that forks
should have no threads of its own.
"""

from __future__ import annotations

import logging
import os
import platform
from typing import Any

import keras
from celery import bootsteps
from redis.exceptions import RedisError

from config import devices
from config.queues import QUEUES, kind_of
from training import streams
from training.core.versions import versions
from training.schemas import DeviceOut, WorkerTold

log = logging.getLogger(__name__)

EVERY = 5.0


class Announcing(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery has no types
    """Announces the worker while its consumer runs."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **_: Any) -> None:
        self._timer: Any = None
        self._name = ""
        self._told = ""
        super().__init__(parent)

    def include_if(self, parent: Any) -> bool:
        """Only where training's queues are served."""
        return bool(_served(parent))

    def start(self, parent: Any) -> None:
        """Announce it, and go on doing so."""
        self._name = str(parent.hostname)
        self._told = self._told or worker_told(self._name, _served(parent), parent.controller.concurrency).model_dump_json()
        self._say()
        self._timer = parent.timer.call_repeatedly(EVERY, self._say)

    def stop(self, parent: Any) -> None:
        """Take it back."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            streams.forget_worker(self._name)
        except RedisError:
            log.debug("the broker is away; it forgets this worker by itself")

    shutdown = stop

    def _say(self) -> None:
        try:
            streams.announce_worker(self._name, self._told)
        except RedisError as error:
            log.debug("this worker could not be announced: %s", error)


def worker_told(name: str, queues: list[str], runs: int) -> WorkerTold:
    """What there is to say of a worker on this machine."""
    own = [DeviceOut(kind="cpu", name=devices.processor(), memory=devices.memory())]
    found = devices.gpus() if any(kind_of(queue) == "gpu" for queue in queues) else []
    return WorkerTold(
        name=name,
        host=platform.node(),
        backend=keras.backend.backend(),
        versions=versions(),
        queues=queues,
        devices=[*own, *(DeviceOut(kind="gpu", name=gpu.name, memory=gpu.memory) for gpu in found)],
        cores=os.cpu_count() or 1,
        memory=devices.memory(),
        runs=runs,
    )


def _served(consumer: Any) -> list[str]:
    chosen = consumer.app.amqp.queues.consume_from
    return [queue for queue in QUEUES if queue in chosen]
