"""The web process's side of a question: send it to a worker, await the answer without blocking anyone.

The web process has no Keras; whatever needs it is asked here. A round trip costs about 4 ms.
"""

from __future__ import annotations

import secrets
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from redis.asyncio import Redis

from config.broker import async_redis
from config.celery import app
from config.worker_commands import ANALYSIS_SECONDS
from designer.answers import Refusal, taken_key
from designer.core.problems import Problem
from designer.schemas import Problems

WAITING_SECONDS = 30.0  # how long a question may wait for a free worker before that; just started ones need some seconds to import Keras
ON_THE_WAY = 0.5  # seconds that an answer of the last moment may take to arrive
NO_WORKER = "No worker is free to answer. Your work is kept; try again in a moment."
TOO_SLOW = "The answer took longer than {seconds:g} s and was stopped. Make the network or its sizes smaller, or undo the last change."


class Answer(HttpResponse):
    """A worker's answer, passed on as it came: status and JSON text."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(body, status=status, content_type="application/json")


async def ask(task: str, payload: dict[str, Any], *, queue: str = "analysis", seconds: float = ANALYSIS_SECONDS) -> Answer:
    """Ask a worker; a question that is too slow, or that no worker takes, is answered by 422 or 503 with a sentence."""
    key = f"answer:{secrets.token_hex(12)}"
    await _send(task, [key, payload], queue, WAITING_SECONDS)
    async with async_redis() as redis:
        if await _pop(redis, taken_key(key), WAITING_SECONDS) is None:
            return _refuse(503, Problem(code="no_worker", message=NO_WORKER))
        answer = await _pop(redis, key, seconds + ON_THE_WAY)
    if answer is None:
        return _refuse(422, Problem(code="analysis_timeout", message=TOO_SLOW.format(seconds=seconds)))
    status, _, body = answer.partition("\n")
    return Answer(int(status), body)


async def _pop(redis: Redis, key: str, seconds: float) -> str | None:
    """The text that a worker delivers under a key; None when it does not within `seconds`."""
    found: tuple[bytes, bytes] | None = await redis.blpop([key], timeout=seconds)  # type: ignore[assignment]
    return None if found is None else found[1].decode()


async def ask_text(task: str, payload: dict[str, Any], *, queue: str = "analysis", seconds: float = ANALYSIS_SECONDS) -> str:
    """As `ask`, for callers that work on the answer; raises Refusal where it is none."""
    answer = await ask(task, payload, queue=queue, seconds=seconds)
    if answer.status_code != 200:
        raise refusal(answer)
    return answer.content.decode()


def refusal(answer: Answer) -> Refusal:
    """A refused answer as an exception."""
    return Refusal(*Problems.model_validate_json(answer.content).problems, status=answer.status_code)


@sync_to_async(thread_sensitive=False)
def _send(task: str, args: list[Any], queue: str, expires: float) -> None:
    app.send_task(task, args=args, queue=queue, expires=expires, ignore_result=True)


def _refuse(status: int, problem: Problem) -> Answer:
    return Answer(status, Problems(problems=[problem]).model_dump_json(by_alias=True))
