"""The web process's side of a question: send it to a worker, await the answer without blocking anyone.

The web process has no Keras; whatever needs it is asked here. A round trip costs about 4 ms.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from kombu.exceptions import OperationalError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from config.broker import async_redis
from config.celery import app
from config.demand import ask_for
from config.worker_commands import ANALYSIS_SECONDS, BUSY, FILES_SECONDS
from designer.answers import TOO_SLOW, Refusal, taken_key
from designer.core.problems import Problem
from designer.schemas import Problems

WAITING_SECONDS = 30.0  # how long a question may wait for a free worker before that; just started ones need some seconds to import Keras
NO_BROKER = "What leads questions to the workers is being started again. Your work is kept; try again in a moment."
TOO_BUSY = "The machine has so much to do that no answer came within {seconds:g} s. Your work is kept; try again in a moment."
ON_THE_WAY = 0.5  # seconds that an answer of the last moment may take to arrive


@dataclass(frozen=True)
class Manner:
    """How the questions of a queue are asked, and what is said when there is no answer."""

    seconds: float = ANALYSIS_SECONDS
    by_processor: bool = True
    """Whether these are seconds of the processor; by the clock, a machine that is busy would call small networks too large."""
    waiting: float = 1.0  # of WAITING_SECONDS
    on_demand: bool = False  # the worker starts when it is asked for
    no_worker: str = "No worker is free to answer. Your work is kept; try again in a moment."
    too_slow: str = "The answer took longer than {seconds:g} s and was stopped. Make the network or its sizes smaller, or undo the last change."
    slow_code: str = "analysis_timeout"


FILES = Manner(
    seconds=FILES_SECONDS,
    by_processor=False,
    waiting=3.0,
    on_demand=True,
    no_worker="The worker for files is busy with other work, one piece after the other. Your work is kept; try again in a minute.",
    too_slow="This took longer than {seconds:g} s and was stopped. It would end sooner with a smaller network or a smaller file.",
    slow_code="too_slow",
)
MANNERS = {"files": FILES}


class Answer(HttpResponse):
    """A worker's answer, passed on as it came: status and JSON text."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(body, status=status, content_type="application/json")


async def ask(task: str, payload: dict[str, Any], *, queue: str = "analysis", seconds: float | None = None, manner: Manner | None = None) -> Answer:
    """Ask a worker; a question that is too slow, or that no worker takes, or whose broker ends, is answered by 422 or 503 with a sentence.

    `seconds` is what the work itself may take, then it is killed; without it, what its queue allows, or a `manner` of its own.
    """
    key = f"answer:{secrets.token_hex(12)}"
    manner = manner or MANNERS.get(queue, Manner())
    limit = manner.seconds if seconds is None else seconds
    clock = limit * BUSY if manner.by_processor else limit
    waiting = WAITING_SECONDS * manner.waiting
    try:
        await _send(task, [key, payload, limit if manner.by_processor else None], queue, waiting, clock)
        async with async_redis() as redis:
            if manner.on_demand:
                await ask_for(redis, queue)
            if await _pop(redis, taken_key(key), waiting) is None:
                return _refuse(503, Problem(code="no_worker", message=manner.no_worker))
            answer = await _pop(redis, key, clock + ON_THE_WAY)
    except (OperationalError, RedisError, OSError):  # the broker ended, with the question or the answer in it
        return _refuse(503, Problem(code="no_broker", message=NO_BROKER))
    if answer is None and manner.by_processor:
        return _refuse(503, Problem(code="too_busy", message=TOO_BUSY.format(seconds=clock)))
    if answer is None or answer == TOO_SLOW:
        return _refuse(422, Problem(code=manner.slow_code, message=manner.too_slow.format(seconds=limit)))
    status, _, body = answer.partition("\n")
    return Answer(int(status), body)


async def _pop(redis: Redis, key: str, seconds: float) -> str | None:
    """The text that a worker delivers under a key; None when it does not within `seconds`."""
    found: tuple[bytes, bytes] | None = await redis.blpop([key], timeout=seconds)  # type: ignore[assignment]
    return None if found is None else found[1].decode()


async def ask_text(task: str, payload: dict[str, Any], *, queue: str = "analysis", seconds: float | None = None) -> str:
    """As `ask`, for callers that work on the answer; raises Refusal where it is none."""
    answer = await ask(task, payload, queue=queue, seconds=seconds)
    if answer.status_code != 200:
        raise refusal(answer)
    return answer.content.decode()


def refusal(answer: Answer) -> Refusal:
    """A refused answer as an exception."""
    return Refusal(*Problems.model_validate_json(answer.content).problems, status=answer.status_code)


@sync_to_async(thread_sensitive=False)
def _send(task: str, args: list[Any], queue: str, expires: float, limit: float) -> None:
    app.send_task(task, args=args, queue=queue, expires=expires, time_limit=limit, ignore_result=True)


def _refuse(status: int, problem: Problem) -> Answer:
    return Answer(status, Problems(problems=[problem]).model_dump_json(by_alias=True))
