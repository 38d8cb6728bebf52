"""Control over a run that trains: pause, resume, single batches, learning rate, more epochs. Thin: `controlling` does it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Router

from config import throttles
from designer.answers import Refusal
from designer.core.problems import Problem
from designer.schemas import Problems
from training import controlling, states
from training.api import RunId, run_to_change
from training.outputs import run_out
from training.schemas import ChangeRate, ContinueRun, RunOut, StepRun

router = Router(tags=["training"], by_alias=True)
ANSWERS = {200: RunOut, 404: Problems, 409: Problems, 422: Problems, 503: Problems}


@router.post("/runs/{run_id}/pause", response=ANSWERS)
async def pause_run(request: HttpRequest, run_id: RunId) -> RunOut:
    """Pause a run after its next batch. Pausing a paused one changes nothing."""
    return await _do(request, run_id, controlling.pause)


@router.post("/runs/{run_id}/resume", response=ANSWERS)
async def resume_run(request: HttpRequest, run_id: RunId) -> RunOut:
    """Let a paused run go on, exactly where it was; one that trains single batches does not pause after them."""
    return await _do(request, run_id, controlling.resume)


@router.post("/runs/{run_id}/step", response=ANSWERS)
async def step_run(request: HttpRequest, run_id: RunId, body: StepRun) -> RunOut:
    """Train some batches, then pause. Steps that are asked for while others are trained come on top of them."""
    return await _do(request, run_id, controlling.step, body.batches)


@router.post("/runs/{run_id}/rate", response=ANSWERS)
async def change_rate(request: HttpRequest, run_id: RunId, body: ChangeRate) -> RunOut:
    """Change the learning rate from the next batch on; the history notes where."""
    return await _do(request, run_id, controlling.change_rate, body.learning_rate)


@router.post("/runs/{run_id}/continue", throttle=throttles.STARTS, response=ANSWERS)
async def continue_run(request: HttpRequest, run_id: RunId, body: ContinueRun) -> RunOut:
    """Let a finished or stopped run go on for more epochs from its last checkpoint; its curve goes on."""
    return await _do(request, run_id, controlling.train_on, body.epochs)


async def _do(request: HttpRequest, run_id: str, act: Callable[..., None], *arguments: Any) -> RunOut:
    run = await run_to_change(request, run_id)
    try:
        await sync_to_async(act)(run, *arguments)
    except controlling.NotNow as error:
        raise Refusal(Problem(code="wrong_state", message=str(error)), status=HTTPStatus.CONFLICT) from error
    except controlling.NotTold as error:
        raise Refusal(Problem(code="no_broker", message=str(error)), status=HTTPStatus.SERVICE_UNAVAILABLE) from error
    await run.arefresh_from_db()
    positions = await sync_to_async(states.positions)()
    return run_out(run, positions)
