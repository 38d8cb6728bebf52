"""Celery's prefork pool, with the next child forked at once where a child does one task."""

from __future__ import annotations

from typing import Any

from celery.concurrency.asynpool import AsynPool
from celery.concurrency.prefork import TaskPool

EXIT_SECONDS = 5


class _Pool(AsynPool):  # type: ignore[misc]  # Celery has no types
    def _event_process_exit(self, hub: Any, proc: Any) -> None:
        """Collect a child that has ended. Its pipe closes a moment before it can be collected: Celery misses it then, and looks again after 5 s."""
        proc.join(EXIT_SECONDS)
        super()._event_process_exit(hub, proc)


class PromptPool(TaskPool):  # type: ignore[misc]
    """The pool of workers whose children do one task each; see CELERY_CUSTOM_WORKER_POOL."""

    Pool = _Pool
