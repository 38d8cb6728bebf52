"""Everything a person trained, in one list, and what they write about it: a name, notes, tags, a pin. Thin: parse, call, answer."""

from __future__ import annotations

from typing import Annotated

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Query, Router

from designer import access
from designer.schemas import Problems
from training import states
from training.api import RunId, run_to_change
from training.models import Run
from training.outputs import run_listed, run_out
from training.schemas import Annotation, RunOut, RunsPage

router = Router(tags=["training"], by_alias=True)
PAGE = 500
First = Annotated[int, Query(ge=0, le=10_000_000, description="How many of them are left out, counted from the first.")]
OnData = Annotated[str | None, Query(max_length=64, description="The data set that they were made on; any where none is named.")]


@router.get("/runs", response=RunsPage)
async def list_all_runs(request: HttpRequest, start: First = 0, dataset: OnData = None) -> RunsPage:
    """The asker's runs of all networks, or those on one data set: the pinned ones, then the newest, 500 at a time."""
    user = access.person(request)
    mine = Run.objects.filter(network__owner_id=user.pk, **({} if dataset is None else {"dataset": dataset}))
    rows = mine.select_related("network").defer("document", "network__document").order_by("-pinned", "-made", "-number")
    runs = [run async for run in rows[start : start + PAGE]]
    positions = await sync_to_async(states.positions)()
    return RunsPage(runs=[run_listed(run, positions) for run in runs], of=await mine.acount())


@router.patch("/runs/{run_id}/annotation", response={200: RunOut, 404: Problems, 422: Problems})
async def annotate_run(request: HttpRequest, run_id: RunId, body: Annotation) -> RunOut:
    """Name a run, write notes about it, tag it, pin it. A tag stands once, however often it is given."""
    run = await run_to_change(request, run_id)
    changes = body.model_dump(exclude_none=True)
    if body.tags is not None:
        changes["tags"] = list(dict.fromkeys(body.tags))
    for name, value in changes.items():
        setattr(run, name, value)
    if changes:
        await run.asave(update_fields=list(changes))
    positions = await sync_to_async(states.positions)() if run.state == "queued" else {}
    return run_out(run, positions)
