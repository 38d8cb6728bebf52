"""Sweeps: start one, look at it, pause it, let it go on, end it. Thin: `sweeping` does it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from config import throttles
from designer import access, downloads
from designer.access import NetworkId
from designer.answers import Refusal
from designer.core.plan import model_name
from designer.core.problems import Problem
from designer.schemas import Problems
from training import sweeping
from training.api import check_document
from training.controlling import NotNow
from training.models import Sweep
from training.sweep_outputs import sweep_detail, sweep_out, table_csv
from training.sweep_schemas import ResumeSweep, StartSweep, SweepDetail, SweepOut
from training.workers import Wish

router = Router(tags=["training"], by_alias=True)
SweepId = Annotated[str, Path(max_length=16)]
NO_SWEEP = "There is no such sweep, or it is not yours. Open one from its network's page."
ANSWERS = {200: SweepOut, 404: Problems, 409: Problems}


@router.get("/networks/{network_id}/sweeps", response={200: list[SweepOut], 404: Problems}, auth=access.ANYONE)
async def list_sweeps(request: HttpRequest, network_id: NetworkId) -> list[SweepOut]:
    """The sweeps of a network, newest first."""
    network = await access.network_to_read(request, network_id)
    sweeps = [sweep async for sweep in Sweep.objects.filter(network_id=network.pk)]
    return [await sync_to_async(sweep_out)(sweep) for sweep in sweeps]


@router.post(
    "/networks/{network_id}/sweeps",
    throttle=throttles.STARTS,
    response={201: SweepDetail, 200: SweepDetail, 404: Problems, 422: Problems, 503: Problems},
)
async def start_sweep(request: HttpRequest, network_id: NetworkId, body: StartSweep) -> Status[SweepDetail]:
    """Search over the marked fields of a document. Pressing twice starts one: the same document, while its sweep lives, gives that with 200."""
    network = await access.network_to_change(request, network_id)
    if body.document.training.sweep is None or not body.document.training.sweep.fields:
        message = "Nothing is marked to be searched over. Mark a field of a node or a setting as a list or a range, then start the sweep."
        raise Refusal(Problem(code="no_sweep", message=message))
    await check_document(request, body.document)
    wish = Wish(body.device, body.backend)
    sweep, is_new = await sync_to_async(sweeping.start)(network.pk, body.document, eyes=body.eyes, wish=wish)
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, await sync_to_async(sweep_detail)(sweep))


@router.get("/sweeps/{sweep_id}", response={200: SweepDetail, 404: Problems}, auth=access.ANYONE)
async def read_sweep(request: HttpRequest, sweep_id: SweepId) -> SweepDetail:
    """A sweep with its trials, and the document it was made from."""
    sweep = await sweep_to_read(request, sweep_id)
    return await sync_to_async(sweep_detail)(sweep, await access.author(request, sweep.network))


@router.delete("/sweeps/{sweep_id}", response={204: None, 404: Problems, 409: Problems})
async def delete_sweep(request: HttpRequest, sweep_id: SweepId) -> Any:
    """Delete a sweep with its runs, their curves and their models."""
    await _do(await sweep_to_change(request, sweep_id), sweeping.delete)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/sweeps/{sweep_id}/stop", response=ANSWERS)
async def stop_sweep(request: HttpRequest, sweep_id: SweepId) -> SweepOut:
    """End a sweep and the trials that are under way; what they have learned is kept."""
    return await _after(request, sweep_id, sweeping.stop)


@router.post("/sweeps/{sweep_id}/pause", response=ANSWERS)
async def pause_sweep(request: HttpRequest, sweep_id: SweepId) -> SweepOut:
    """Pause a sweep with the trials that are under way. Pausing a paused one changes nothing."""
    return await _after(request, sweep_id, sweeping.pause)


@router.post("/sweeps/{sweep_id}/resume", response={**ANSWERS, 422: Problems})
async def resume_sweep(request: HttpRequest, sweep_id: SweepId, body: ResumeSweep) -> SweepOut:
    """Let a sweep go on where it was; one that has made all its trials goes on when it is given a larger number of them."""
    return await _after(request, sweep_id, sweeping.resume, body.trials)


@router.get("/sweeps/{sweep_id}/table.csv", response={200: str, 404: Problems}, auth=access.ANYONE)
async def read_table(request: HttpRequest, sweep_id: SweepId) -> HttpResponse:
    """The trials as a table for other programs."""
    sweep = await sweep_to_read(request, sweep_id)
    text = await sync_to_async(table_csv)(sweep)
    name = f"{model_name(sweep.network.name)}_sweep_{sweep.number}.csv"
    return downloads.file(text, name, downloads.TABLE)


async def sweep_to_read(request: HttpRequest, sweep_id: str) -> Sweep:
    """A sweep of a network that the asker may see; 404 for one of any other, so that ids cannot be probed."""
    return await access.need_of(request, Sweep.objects, sweep_id, NO_SWEEP)


async def sweep_to_change(request: HttpRequest, sweep_id: str) -> Sweep:
    """A sweep of the asker's own."""
    return await access.need_of(request, Sweep.objects, sweep_id, NO_SWEEP, to_change=True)


async def _after(request: HttpRequest, sweep_id: str, act: Callable[..., None], *arguments: Any) -> SweepOut:
    sweep = await sweep_to_change(request, sweep_id)
    await _do(sweep, act, *arguments)
    await sweep.arefresh_from_db()
    return await sync_to_async(sweep_out)(sweep)


async def _do(sweep: Sweep, act: Callable[..., None], *arguments: Any) -> None:
    try:
        await sync_to_async(act)(sweep, *arguments)
    except NotNow as error:
        raise Refusal(Problem(code="wrong_state", message=str(error)), status=HTTPStatus.CONFLICT) from error
