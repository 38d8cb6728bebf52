"""The training workers that are there. Thin: parse, call, answer."""

from __future__ import annotations

from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Router
from redis.exceptions import RedisError

from designer.answers import Refusal
from designer.core.problems import Problem
from designer.schemas import Problems
from training import workers
from training.schemas import WorkerOut

router = Router(tags=["training"], by_alias=True)
AWAY = "The broker is away, so nobody knows which workers are there. Try again in a moment."


@router.get("/workers", response={200: list[WorkerOut], 503: Problems})
async def list_workers(request: HttpRequest) -> list[WorkerOut]:
    """The training workers that are there: what they have, and how many of their runs are taken."""
    try:
        return await sync_to_async(workers.present)()
    except RedisError as error:
        raise Refusal(Problem(code="no_broker", message=AWAY), status=HTTPStatus.SERVICE_UNAVAILABLE) from error
