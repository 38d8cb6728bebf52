"""Looks at a network that learns. Thin: the training left them as files."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from ninja.errors import HttpError

from config import throttles
from designer import access
from designer.analysis_client import Answer
from designer.schemas import Problems
from training.api import DataPart, RunId, infer, need_model, run_to_look_into, run_to_read
from training.core.eyes import keeping
from training.eyes_schemas import Afterwards, Bounded, Chosen, Judged, Layered, LookedAt, Neurons, Plane, Weighed
from training.models import Run

router = Router(tags=["eyes"], by_alias=True)
Index = Annotated[int, Path(ge=0, le=1_000_000_000, description="The sample's place in that part of the data, from 0.")]
NodeName = Annotated[str, Path(max_length=64)]
Number = Annotated[int, Query(ge=0, le=1_000_000, description="Which of the numbers that the network is given, from 0.")]
HeldAt = Annotated[int | None, Query(ge=0, description="The sample whose values all other numbers keep; their medians where none is named.")]
Epoch = Annotated[int, Path(ge=1, le=10_000_000, description="After this epoch.")]


@router.get("/runs/{run_id}/eyes/judged/{epoch}", response={200: Judged, 403: Problems, 404: Problems}, auth=access.ANYONE)
async def read_judged(request: HttpRequest, run_id: RunId, epoch: Epoch) -> HttpResponse:
    """How the network did after an epoch: confusion by class, residuals by value, worst and best samples."""
    return await _look(await run_to_look_into(request, run_id), keeping.name_of(epoch, "judged"))


@router.get("/runs/{run_id}/eyes/layers/{epoch}", response={200: Layered, 403: Problems, 404: Problems}, auth=access.ANYONE)
async def read_layers(request: HttpRequest, run_id: RunId, epoch: Epoch) -> HttpResponse:
    """What every layer made of the chosen samples after an epoch."""
    return await _look(await run_to_look_into(request, run_id), keeping.name_of(epoch, "layers"))


@router.get("/runs/{run_id}/eyes/boundary/{epoch}", response={200: Bounded, 403: Problems, 404: Problems}, auth=access.ANYONE)
async def read_boundary(request: HttpRequest, run_id: RunId, epoch: Epoch) -> HttpResponse:
    """What a network of two numbers said over their plane after an epoch."""
    return await _look(await run_to_look_into(request, run_id), keeping.name_of(epoch, "boundary"))


@router.get("/runs/{run_id}/eyes/chosen", response={200: Chosen, 403: Problems, 404: Problems}, auth=access.ANYONE)
async def read_chosen(request: HttpRequest, run_id: RunId) -> HttpResponse:
    """The samples that the layers are shown."""
    return await _look(await run_to_look_into(request, run_id), keeping.CHOSEN)


@router.get("/runs/{run_id}/eyes/weights", response={200: list[Weighed], 404: Problems}, auth=access.ANYONE)
async def read_weights(request: HttpRequest, run_id: RunId, after: Annotated[int, Query(ge=0)] = 0) -> HttpResponse:
    """Weights and gradients over time: every look after an epoch, in order."""
    run = await run_to_read(request, run_id)
    found = await asyncio.to_thread(keeping.read_after, run.folder, "weights", after)
    return HttpResponse(f"[{','.join(found)}]", content_type="application/json")


@router.get(
    "/runs/{run_id}/eyes/afterwards",
    throttle=throttles.QUESTIONS,
    response={200: Afterwards, 403: Problems, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_afterwards(request: HttpRequest, run_id: RunId) -> Answer:
    """ROC and precision-recall curves of the trained network, its filters, and where it looked."""
    return await _trained(await run_to_look_into(request, run_id), "training.afterwards")


@router.get(
    "/runs/{run_id}/eyes/samples/{part}/{index}",
    throttle=throttles.QUESTIONS,
    response={200: LookedAt, 403: Problems, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def look_at_sample(request: HttpRequest, run_id: RunId, part: DataPart, index: Index) -> Answer:
    """What every layer of the trained network makes of any sample of the data, by its index."""
    return await _trained(await run_to_look_into(request, run_id), "training.look_at", part=part, index=index)


@router.get(
    "/runs/{run_id}/eyes/plane",
    throttle=throttles.QUESTIONS,
    response={200: Plane, 403: Problems, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_plane(request: HttpRequest, run_id: RunId, across: Number, up: Number, part: DataPart = "held_out", index: HeldAt = None) -> Answer:
    """What the trained network says over the plane of any two numbers, with all others at their median, or as they are in a sample."""
    return await _trained(await run_to_look_into(request, run_id), "training.plane", pair=[across, up], part=part, index=index)


@router.get(
    "/runs/{run_id}/eyes/neurons/{node}",
    throttle=throttles.QUESTIONS,
    response={200: Neurons, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_neurons(request: HttpRequest, run_id: RunId, node: NodeName) -> Answer:
    """The weights and biases of the neurons of a small layer of the trained network."""
    return await _trained(await run_to_read(request, run_id), "training.neurons", node=node)


async def _trained(run: Run, task: str, **wanted: Any) -> Answer:
    need_model(run)
    return await infer(task, {"run_id": run.pk, **wanted})


async def _look(run: Run, name: str) -> HttpResponse:
    found = await asyncio.to_thread(keeping.read, run.folder, name)
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, f"{run.name} was not looked at there. Choose another epoch.")
    return HttpResponse(found, content_type="application/json")
