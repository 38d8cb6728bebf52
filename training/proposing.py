"""Making the trials of a sweep, one after the other, as there is room for them. Carried out by the worker for questions.

The database is the one truth: a proposal looks at what it holds of the trials so far. Whoever claims a trial's number makes it, so two proposals
at once make two trials, never one twice; a proposal that is lost is asked for again by the reaper.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, TypeAlias

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from pydantic import JsonValue, ValidationError
from redis.exceptions import RedisError

from designer.answers import Refusal
from designer.core.document import Document, parse
from designer.core.document import Sweep as Search
from designer.core.sweeps import Grid, NoSuchPlace, grid, sampled, with_values
from designer.models import Network
from training import allowances, starting, states, trials, workers
from training.core.past import Outcome, Past
from training.models import UNDER_WAY, Run, Sweep
from training.schemas import ENDED, Failure
from training.sweep_schemas import MOST_TRIALS
from training.sweep_states import move
from training.workers import Wish

log = logging.getLogger(__name__)

INTERNAL = "The next trial could not be made, by a fault of ours, which the server's log tells more about. The trials so far are kept."
MOST_NAME = 120
HOPELESS = 3  # trials at the beginning that fail alike: so would all others
Count: TypeAlias = Callable[[Document], int]
"""How many parameters a network has (training.counting)."""
NUMBER = re.compile(r"\d[\d.,]*")


def planned(search: Search) -> int:
    """How many trials a search makes, unless it is told otherwise."""
    return min(search.trials, len(_grid(search))) if search.method == "grid" else search.trials


def search_of(sweep: Sweep) -> Search:
    """What a sweep's document marks, and how that is to be searched."""
    return Search.model_validate(sweep.document["training"]["sweep"])


def most_trials(search: Search) -> int:
    """How many trials a search can make at the most: every combination of a grid, else as many as are counted."""
    return len(_grid(search)) if search.method == "grid" else MOST_TRIALS


def _grid(search: Search) -> Grid:
    """Every combination, in order, as far as trials are counted: whoever lets a sweep go on may want more than were asked for first."""
    return grid(search.model_copy(update={"trials": MOST_TRIALS}))


def advance(sweep_id: str, count: Count) -> None:
    """Make the trials that there is room for; end the sweep when it has nothing more to do, or when a fault of ours keeps it from going on."""
    try:
        _advance(sweep_id, count)
    except (DatabaseError, RedisError):  # the reaper asks again
        raise
    except Exception:
        log.exception("sweep %s", sweep_id)
        move(sweep_id, "failed", after=["running"], failure=Failure(message=INTERNAL).model_dump())


def _advance(sweep_id: str, count: Count) -> None:
    while (sweep := Sweep.objects.filter(pk=sweep_id, state="running").first()) is not None:
        runs = list(sweep.runs.defer("document").order_by("trial"))
        if (failure := _hopeless(runs)) is not None:
            if move(sweep_id, "failed", after=["running"], failure=failure.model_dump()):
                _stop_all(runs)
            return
        if sweep.proposed >= sweep.planned:
            if all(run.state in ENDED for run in runs):
                move(sweep_id, "finished", after=["running"], planned=sweep.planned)
            return
        if not has_room(sweep, sum(run.state in UNDER_WAY for run in runs)):
            return
        _make(sweep, _values(search_of(sweep), sweep.proposed + 1, runs), count)


def has_room(sweep: Sweep, under_way: int) -> bool:
    """Whether there is something for a proposal to do beside so many trials: one to make, or an end to find. All runs of its owner count."""
    if sweep.proposed >= sweep.planned:
        return under_way == 0
    return allowances.may_have_more(sweep.network.owner) and under_way < workers.places(wish_of(sweep))


def wish_of(sweep: Sweep) -> Wish:
    """What its runs ask for."""
    return Wish(sweep.device, sweep.backend)


def past_of(runs: Sequence[Run]) -> list[Past]:
    """What is known of trials."""
    return [Past(run.trial or 0, _outcome(run), run.values, tuple(run.measured)) for run in runs]


def _make(sweep: Sweep, values: Mapping[str, JsonValue], count: Count) -> None:
    """Make the next trial, unless someone else has, or the sweep goes on no more; one that its owner may not train fails at once."""
    number = sweep.proposed + 1
    try:
        document = with_values(parse(sweep.document), values)
    except (NoSuchPlace, ValidationError) as error:
        failure = Failure(message=f"Trial {number} cannot be made of what is marked: {error}")
        move(sweep.pk, "failed", after=["running"], failure=failure.model_dump())
        return
    refused = _refused(sweep, document, count)
    with transaction.atomic():
        network = Network.objects.select_for_update().filter(pk=sweep.network_id).first()
        if network is None or not allowances.may_have_more(sweep.network.owner):
            return
        if not Sweep.objects.filter(pk=sweep.pk, state="running", proposed=sweep.proposed).update(proposed=F("proposed") + 1):
            return
        name = _name(sweep, number, values)
        starting.make(network, document, sweep.eyes, wish_of(sweep), name=name, sweep=sweep, trial=number, values=dict(values), **refused)
    trials.changed(sweep.pk)
    states.announce_positions()


def _refused(sweep: Sweep, document: Document, count: Count) -> dict[str, Any]:
    """The fields of a trial that its owner may not train, with the reason; none where they may."""
    owner = sweep.network.owner
    try:
        allowances.check_storage(owner)
        if allowances.of(owner).parameters is not None:
            allowances.check_parameters(owner, count(document))
    except Refusal as refusal:
        return {"state": "failed", "failure": Failure(message=str(refusal)).model_dump(), "ended": timezone.now(), "task": "", "waiting": None}
    return {}


def _values(search: Search, number: int, runs: Sequence[Run]) -> Mapping[str, JsonValue]:
    """What a trial sets. All but Optuna's proposals depend on its number alone."""
    if search.method == "grid":
        return _grid(search)[number - 1]
    if search.method == "random":
        random = Random(search.seed)  # noqa: S311  # nothing is kept secret by it
        return [sampled(search, random) for _ in range(number)][-1]
    from training.core import study  # noqa: PLC0415  # Optuna takes a tenth of a second and 20 MB, which most children never need

    return study.proposed(search, number, past_of(runs))


def _name(sweep: Sweep, number: int, values: Mapping[str, JsonValue]) -> str:
    words = ", ".join(f"{name} {_short(value)}" for name, value in values.items())
    name = f"{sweep.name}, trial {number}: {words}"
    return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 2]} …"


def _short(value: JsonValue) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return value if isinstance(value, str) else json.dumps(value)


def _outcome(run: Run) -> Outcome:
    if run.state not in ENDED:
        return "running"
    return "finished" if run.state == "finished" else "cut" if run.state == "stopped" and run.measured else "failed"


def _hopeless(runs: Sequence[Run]) -> Failure | None:
    """Why all trials would fail, where the first ones did for one reason and nothing else has come of it."""
    ended = [run for run in runs if run.state in ENDED]
    reasons = {NUMBER.sub("#", run.failure["message"]) if run.failure else "" for run in ended}
    if len(ended) < HOPELESS or any(run.measured for run in runs) or any(run.state != "failed" for run in ended) or len(reasons) > 1:
        return None
    failure = Failure.model_validate(ended[0].failure)
    return Failure(message=f"The first {len(ended)} trials failed alike. {failure.message}", node=failure.node)


def _stop_all(runs: Sequence[Run]) -> None:
    for run in runs:
        if run.state not in ENDED:
            starting.stop(run.pk)
