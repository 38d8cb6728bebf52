"""The worker's side of a question asked by the web process: run it, deliver the answer where it is awaited.

The answer is a list of one entry in the broker, under the question's key; it expires when no one takes it.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

from billiard.exceptions import WorkerLostError
from celery import shared_task
from celery.signals import task_failure
from redis import Redis

from config.broker import sync_redis
from config.problem_bodies import problems_body
from designer.core.document import MalformedDocument
from designer.core.out_of_memory import is_out_of_memory
from designer.core.problems import Problem

log = logging.getLogger(__name__)

KEPT_SECONDS = 30
OUT_OF_MEMORY = Problem(
    code="out_of_memory", message="This needed more memory than there is for it, and was stopped. Make the network, its sizes or the file smaller."
)


class Refusal(Exception):
    """An answer that is a 4xx: `problems` says why."""

    def __init__(self, *problems: Problem, status: int = 422) -> None:
        self.problems = problems
        self.status = status
        super().__init__("; ".join(problem.message for problem in problems))


TOO_SLOW = "too slow"
"""What is delivered for an answer where the work was stopped since it took more of the processor than it may."""


def taken_key(key: str) -> str:
    """Where a worker says that it has begun with the question: from then on the asker counts its seconds."""
    return f"{key}:taken"


def answering(name: str) -> Callable[[Callable[..., str]], Any]:
    """Make a function from a payload to JSON text a task that answers questions; Refusal and MalformedDocument become 4xx answers."""

    def decorate(function: Callable[..., str]) -> Any:
        @shared_task(name=name, ignore_result=True)  # type: ignore[untyped-decorator]
        @wraps(function)
        def task(key: str, payload: dict[str, Any], seconds: float | None = None) -> None:
            redis = _redis_of(os.getpid())
            _deliver(redis, taken_key(key), "")
            with at_most(seconds):
                answer = _answer(function, payload)
            _deliver(redis, key, answer)

        task_failure.connect(_answer_for_the_dead, sender=task)
        return task

    return decorate


@contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """End this process, by SIGPROF, when it has used the processor for so long; the parent forks another."""
    signal.setitimer(signal.ITIMER_PROF, seconds or 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _answer_for_the_dead(exception: BaseException, args: list[Any], **_: Any) -> None:
    """In the worker's parent: a child was killed over a question, or crashed, as TensorFlow does where memory ends; its asker must not wait."""
    if isinstance(exception, WorkerLostError):
        with sync_redis() as redis:  # the parent forks: its children must not share a connection
            _deliver(redis, args[0], TOO_SLOW if signal.SIGPROF.name in str(exception) else _refused(422, (OUT_OF_MEMORY,)))


def _deliver(redis: Redis, key: str, text: str) -> None:
    with redis.pipeline() as pipe:
        pipe.lpush(key, text)
        pipe.expire(key, KEPT_SECONDS)
        pipe.execute()


@cache
def _redis_of(process: int) -> Redis:
    """One client a process: a connection must not be shared across a fork."""
    return sync_redis()


def _answer(function: Callable[..., str], payload: dict[str, Any]) -> str:
    """'200' or another status, a newline, and the JSON body."""
    try:
        return f"200\n{function(**payload)}"
    except MalformedDocument as error:
        return _refused(422, error.problems)
    except Refusal as error:
        return _refused(error.status, error.problems)
    except Exception as error:
        if is_out_of_memory(error):
            return _refused(422, (OUT_OF_MEMORY,))
        log.exception("the question could not be answered")
        message = "Layerloom could not answer this: a fault of ours, which the server's log tells more about. Your work is kept."
        return _refused(500, (Problem(code="internal", message=message),))


def _refused(status: int, problems: tuple[Problem, ...]) -> str:
    return f"{status}\n{problems_body(problems).decode()}"
