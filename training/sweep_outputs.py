"""Sweeps as the API gives them out, and as a table."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, cast

from pydantic import JsonValue

from designer.core.document import Sweep as Search
from designer.core.document import SweptField, parse
from training.core.objective import best_of
from training.models import Run, Sweep
from training.proposing import search_of
from training.schemas import ENDED, Failure
from training.sweep_schemas import FieldOut, SweepDetail, SweepOut, SweepState, TrialOut, TrialState

ENDED_WELL = ("finished", "stopped", "pruned")


def sweep_out(sweep: Sweep) -> SweepOut:
    """A sweep without its document."""
    return SweepOut(**_fields(sweep))


def sweep_detail(sweep: Sweep) -> SweepDetail:
    """A sweep with its document."""
    return SweepDetail(**_fields(sweep), document=parse(sweep.document))


def _fields(sweep: Sweep) -> dict[str, Any]:
    search = search_of(sweep)
    trials = [trial_out(run, search) for run in sweep.runs.defer("document").order_by("trial")]
    told = ("id", "number", "name", "made", "ended", "planned", "proposed")
    return {name: getattr(sweep, name) for name in told} | {
        "network": sweep.network_id,
        "state": cast(SweepState, sweep.state),
        "failure": None if sweep.failure is None else Failure.model_validate(sweep.failure),
        "method": search.method,
        "objective": search.objective,
        "direction": search.direction,
        "pruning": search.pruning,
        "fields": [field_out(field) for field in search.fields],
        "trials": trials,
        "best": _best(trials, search),
    }


def field_out(field: SweptField) -> FieldOut:
    """A marked field."""
    words = str(next((step for step in reversed(field.path) if isinstance(step, str)), field.name))
    return FieldOut(
        name=field.name,
        label=words if field.node is None else f"{words} of {field.node}",
        node=field.node,
        values=None if field.values is None else list(field.values),
        low=field.low,
        high=field.high,
        step=field.step,
        log=field.log,
        integer=field.integer,
    )


def trial_out(run: Run, search: Search) -> TrialOut:
    """A run as a trial of its sweep."""
    has_ended = run.state in ENDED and run.started is not None and run.ended is not None
    failed = run.failure["message"] if run.failure else ""
    return TrialOut(
        number=run.trial or 0,
        run=run.pk,
        run_name=run.name,
        state=cast(TrialState, "pruned" if run.pruned and run.state == "stopped" else run.state),
        values=run.values,
        objective=best_of(run.measured, search.direction),
        epoch=run.epoch,
        epochs=run.epochs,
        started=run.started,
        ended=run.ended,
        seconds=(run.ended - run.started).total_seconds() if has_ended and run.started and run.ended else None,
        note=failed or run.pruned,
    )


def _best(trials: list[TrialOut], search: Search) -> int | None:
    """The best of the trials that have ended without failing; of equal ones the first."""
    sign = 1.0 if search.direction == "min" else -1.0
    ended = [trial for trial in trials if trial.state in ENDED_WELL]
    found = [(sign * trial.objective, trial.number) for trial in ended if trial.objective is not None]
    return min(found)[1] if found else None


def table_csv(sweep: Sweep) -> str:
    """A sweep's trials, a row each."""
    out = sweep_out(sweep)
    names = [field.name for field in out.fields]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["trial", "run", "state", *names, out.objective, "epochs", "seconds"])
    for trial in out.trials:
        values = [_cell(trial.values.get(name)) for name in names]
        writer.writerow([trial.number, trial.run_name, trial.state, *values, _cell(trial.objective), trial.epoch, _cell(trial.seconds)])
    return text.getvalue()


def _cell(value: JsonValue) -> object:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else json.dumps(value)
