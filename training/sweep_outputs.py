"""Sweeps as the API gives them out, and as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from pydantic import JsonValue

from designer.core.document import Sweep as Search
from designer.core.document import SweptField, parse
from training.core.objective import best_of
from training.models import Run, Sweep
from training.proposing import most_trials, search_of
from training.schemas import ENDED, Failure, Folded, SweepState
from training.sweep_schemas import FieldOut, SweepDetail, SweepOut, TrialOut, TrialState

ENDED_WELL = ("finished", "stopped", "pruned")
STAMP = ("trial", "pk", "name", "state", "moves", "epoch", "epochs", "pruned")  # one of them changes with whatever is told of a trial
UNUSED = ("document", "summary", "spark", "evaluation", "notes", "tags")
SEARCH = "document__training__sweep"


class Seen:
    """The trials of a sweep as they were when somebody looked last."""

    def __init__(self) -> None:
        self.trials: dict[int, TrialOut] = {}
        self._stamps: dict[int, tuple[Any, ...]] = {}

    def look(self, sweep: Sweep, search: Search) -> list[TrialOut]:
        """Look again; gives the trials that have changed, in their order. Stamps are read first: what changes meanwhile is given once more."""
        stamps = {stamp[0]: stamp for stamp in sweep.runs.order_by("trial").values_list(*STAMP)}
        changed = [number for number, stamp in stamps.items() if self._stamps.get(number) != stamp]
        runs = sweep.runs.defer(*UNUSED).order_by("trial")
        found = [trial_out(run, search) for run in (runs if len(changed) == len(stamps) else runs.filter(trial__in=changed))]
        known = self.trials | {trial.number: trial for trial in found}
        self.trials = {number: known[number] for number in stamps if number in known}
        self._stamps = stamps
        return found


def sweep_out(sweep: Sweep, seen: Seen | None = None) -> SweepOut:
    """A sweep without its document: with all its trials, or with those that have changed since they were seen."""
    return SweepOut(**_fields(sweep, seen or Seen()))


def sweep_detail(sweep: Sweep, author: str | None = None) -> SweepDetail:
    """A sweep with its document; `author` names its owner to a reader."""
    return SweepDetail(**_fields(sweep, Seen()), document=parse(sweep.document), author=author)


def _fields(sweep: Sweep, seen: Seen) -> dict[str, Any]:
    search = search_of(sweep)
    trials = seen.look(sweep, search)
    told = ("id", "number", "name", "made", "ended", "planned", "proposed")
    return {name: getattr(sweep, name) for name in told} | {
        "network": sweep.network_id,
        "state": cast(SweepState, sweep.state),
        "failure": None if sweep.failure is None else Failure.model_validate(sweep.failure),
        "method": search.method,
        "objective": search.objective,
        "direction": search.direction,
        "most": most_trials(search),
        "pruning": search.pruning,
        "fields": [field_out(field) for field in search.fields],
        "trials": trials,
        "deleted": [number for number in range(1, sweep.proposed + 1) if number not in seen.trials],
        "best": _best(seen.trials.values(), search),
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
        seconds=run.seconds if run.state in ENDED else None,
        note=failed or run.pruned,
    )


def _best(trials: Iterable[TrialOut], search: Search) -> int | None:
    """The best of the trials that have ended without failing; of equal ones the first."""
    sign = 1.0 if search.direction == "min" else -1.0
    ended = [trial for trial in trials if trial.state in ENDED_WELL]
    found = [(sign * trial.objective, trial.number) for trial in ended if trial.objective is not None]
    return min(found)[1] if found else None


def folded_sweeps(ids: Collection[str]) -> dict[str, Folded]:
    """Sweeps as one row each of a list of runs."""
    trials: dict[str, list[Run]] = {sweep_id: [] for sweep_id in ids}
    for run in Run.objects.filter(sweep__in=ids).defer("document", "spark"):
        trials[str(run.sweep_id)].append(run)
    sweeps = Sweep.objects.filter(pk__in=ids).values("pk", "name", "state", "made", SEARCH)
    return {sweep["pk"]: _folded(sweep, trials[sweep["pk"]]) for sweep in sweeps}


def _folded(sweep: Mapping[str, Any], runs: Sequence[Run]) -> Folded:
    search = Search.model_validate(sweep[SEARCH])
    told = [trial_out(run, search) for run in runs]
    best = _best(told, search)
    below = [run for run in runs if not run.pinned]
    return Folded(
        name=sweep["name"],
        state=sweep["state"],
        made=sweep["made"],
        trials=len(below),
        objective=search.objective,
        best=next((trial.objective for trial in told if trial.number == best), None),
        summary=list(dict.fromkeys(name for run in runs for name in run.summary)),
        evaluation=list(dict.fromkeys(name for run in runs for name in run.evaluation)),
        words=["\n".join((run.name, *run.tags, run.notes)) for run in below],
    )


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
