"""Looks at a network that learns. Thin: the training left them as files."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from ninja.errors import HttpError

from designer.schemas import Problems
from training.api import RunId, own_run
from training.core.eyes import keeping
from training.eyes_schemas import Judged
from training.models import Run

router = Router(tags=["eyes"], by_alias=True)
Epoch = Annotated[int, Path(ge=1, le=10_000_000, description="After this epoch.")]


@router.get("/runs/{run_id}/eyes/judged/{epoch}", response={200: Judged, 404: Problems})
async def read_judged(request: HttpRequest, run_id: RunId, epoch: Epoch) -> HttpResponse:
    """How the network did after an epoch: confusion by class, residuals by value, worst and best samples."""
    return await _look(await own_run(request, run_id), keeping.name_of(epoch, "judged"))


async def _look(run: Run, name: str) -> HttpResponse:
    found = await asyncio.to_thread(keeping.read, run.folder, name)
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, f"{run.name} was not looked at there. Choose another epoch.")
    return HttpResponse(found, content_type="application/json")
