"""Everything a person trained, in one list, and what they write about it: a name, notes, tags, a pin. Thin: parse, call, answer."""

from __future__ import annotations

from typing import Annotated

from asgiref.sync import sync_to_async
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.http import HttpRequest
from ninja import Query, Router

from designer import access
from designer.schemas import Problems
from training import states
from training.api import RunId, run_to_change
from training.models import Run
from training.outputs import run_listed, run_out
from training.schemas import Annotation, RunOut, RunsPage
from training.sweep_outputs import folded_sweeps

router = Router(tags=["training"], by_alias=True)
PAGE = 500
First = Annotated[int, Query(ge=0, le=10_000_000, description="How many of them are left out, counted from the first.")]
OnData = Annotated[str | None, Query(max_length=64, description="The data set that they were made on; any where none is named.")]
OfSweep = Annotated[str | None, Query(max_length=16, description="The sweep whose trials they are; any run where none is named.")]
IsFolded = Annotated[bool, Query(description="Whether the trials of a sweep are one row, those that are pinned left out.")]
NEWER = Run.objects.filter(sweep=OuterRef("sweep"), trial__gt=OuterRef("trial"), pinned=False)
ROWS = Q(sweep=None) | Q(pinned=True) | ~Exists(NEWER)
"""Of a folded list: runs by themselves, pinned ones, and for every sweep its newest trial."""
BEGUN = Case(When(sweep__isnull=False, pinned=False, then=F("sweep__made")), default=F("made"))
"""Of a folded list: since when there is what a row stands for, the sweep in place of its newest trial."""


@router.get("/runs", response=RunsPage)
async def list_all_runs(request: HttpRequest, start: First = 0, dataset: OnData = None, sweep: OfSweep = None, folded: IsFolded = False) -> RunsPage:
    """The asker's runs of all networks, or some of them: the pinned ones, then the newest, 500 at a time. What was handed in is not among them."""
    user = access.person(request)
    asked = {name: value for name, value in (("dataset", dataset), ("sweep", sweep)) if value is not None}
    mine = Run.objects.filter(ROWS if folded else Q(), network__owner_id=user.pk, network__frozen=False, **asked)
    rows = mine.select_related("network").defer("document", "network__document").order_by("-pinned", BEGUN.desc() if folded else "-made", "-number")
    runs = [run async for run in rows[start : start + PAGE]]
    positions = await sync_to_async(states.positions)()
    folds = await sync_to_async(folded_sweeps)([run.sweep_id for run in runs if run.sweep_id and not run.pinned]) if folded else {}
    listed = [run_listed(run, positions, None if run.pinned else folds.get(run.sweep_id or "")) for run in runs]
    return RunsPage(runs=listed, of=await mine.acount())


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
