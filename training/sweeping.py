"""Starting, pausing, ending and deleting sweeps, from the web process. Their trials are made by `proposing`.

A sweep's state moves by conditional updates, like a run's; what becomes of its trials follows from it.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from django.db import transaction
from django.db.models import Max
from redis.exceptions import RedisError

from designer.core.document import Document
from designer.models import Network
from training import allowances, controlling, proposing, starting, states, streams, trials
from training.controlling import NotNow
from training.core.commands import Command
from training.models import UNDER_WAY, Run, Sweep
from training.schemas import ENDED
from training.sweep_states import move
from training.workers import ANYTHING, Wish


def start(network_id: str, document: Document, *, eyes: bool = True, wish: Wish = ANYTHING) -> tuple[Sweep, bool]:
    """Start a sweep, and say whether it is new: the same document twice is a double click, which starts one.

    Raises ValueError where the document marks nothing, and Refusal where nobody could train it.
    """
    wish = starting.settled(wish, document)
    search, wanted = document.training.sweep, document.to_json()
    if search is None:
        raise ValueError("the document marks nothing")
    with transaction.atomic():
        network = Network.objects.select_for_update().get(pk=network_id)
        for living in network.sweeps.filter(state__in=("running", "paused")):
            if living.document == wanted and proposing.wish_of(living) == wish:
                return living, False
        allowances.check_runs(network.owner)
        allowances.check_storage(network.owner)
        number = (network.sweeps.aggregate(last=Max("number"))["last"] or 0) + 1
        sweep = Sweep.objects.create(
            network=network,
            number=number,
            name=f"Sweep {number}",
            document=wanted,
            eyes=eyes,
            device=wish.device,
            backend=wish.backend,
            planned=proposing.planned(search),
        )
        transaction.on_commit(partial(trials.propose, sweep.pk))
    return sweep, True


def stop(sweep: Sweep) -> None:
    """End a sweep, and its trials that have not ended."""
    if not move(sweep.pk, "stopped", after=["running", "paused"]) and _state(sweep) != "stopped":
        raise NotNow(f"{sweep.name} has ended, so there is nothing to stop.")
    for run in _living(sweep):
        starting.stop(run.pk)


def pause(sweep: Sweep) -> None:
    """Make no more trials; those under way pause after their next batch, those that wait for a worker at once."""
    if not move(sweep.pk, "paused", after=["running"]) and _state(sweep) != "paused":
        raise NotNow(f"{sweep.name} has ended, so there is nothing to pause.")
    for run in _living(sweep):
        _hold(run)


def resume(sweep: Sweep, planned: int | None = None) -> None:
    """Let a sweep go on, to `planned` trials in all where that is said. Raises NotNow, and Refusal where its owner may not have as much under way."""
    if _state(sweep) == "failed":
        raise NotNow(f"{sweep.name} failed: {(sweep.failure or {}).get('message', '')} Mend the network and start a new sweep.")
    if sweep.runs.filter(state="pausing").exists():
        raise NotNow(f"{sweep.name} is just pausing: a trial trains its last batch. Try again in a moment.")
    wanted = _wanted(sweep, planned)
    paused = list(sweep.runs.filter(state="paused"))
    if paused or _state(sweep) != "running":
        allowances.check_runs(sweep.network.owner, max(1, len(paused)))
    Sweep.objects.filter(pk=sweep.pk).update(planned=wanted)
    move(sweep.pk, "running", after=["running", "paused", "stopped", "finished"])
    for run in paused:
        with suppress(NotNow):  # another window was quicker
            controlling.resume(run, counted=True)
    trials.propose(sweep.pk)


def _wanted(sweep: Sweep, planned: int | None) -> int:
    """How many trials it is to make; raises NotNow where that leaves nothing to do."""
    most = proposing.most_trials(proposing.search_of(sweep))
    wanted = sweep.planned if planned is None else planned
    if wanted > most:
        raise NotNow(f"The grid of {sweep.name} has {most} combinations, so it cannot make {wanted} trials. Mark more values and start a new sweep.")
    if wanted < sweep.proposed:
        raise NotNow(f"{sweep.name} has made {sweep.proposed} trials already. Give a larger number to go on.")
    if wanted == sweep.proposed and _state(sweep) in ("stopped", "finished"):
        raise NotNow(f"{sweep.name} has made all its {sweep.proposed} trials. Give a larger number to go on.")
    return wanted


def delete(sweep: Sweep) -> None:
    """Delete a sweep with its runs."""
    if _state(sweep) == "running" or sweep.runs.filter(state__in=UNDER_WAY).exists():
        raise NotNow(f"{sweep.name} is under way. Stop it before you delete it.")
    sweep.delete()


def forget(instance: Sweep, **_: object) -> None:
    """After a sweep was deleted, alone or with its network: tell its pages."""
    transaction.on_commit(partial(trials.changed, instance.pk))


def _living(sweep: Sweep) -> list[Run]:
    return list(sweep.runs.exclude(state__in=ENDED).only("pk", "state", "task", "sweep"))


def _hold(run: Run) -> None:
    """Pause a trial, whether it trains or waits; one that waits needs no worker to be paused."""
    if run.state == "paused":  # told once more, it would pause again as soon as it goes on
        return
    if states.move(run.pk, "pausing") or _has_worker(run) or not states.move(run.pk, "paused", after=["queued"], task=run.task, next_task=""):
        states.move(run.pk, "pausing")  # it was taken by a worker just now
        starting.tell(run.pk, Command("pause"))


def _has_worker(run: Run) -> bool:
    """Whether a queued run has been with a worker all along: it was paused there, and has just been asked to go on."""
    try:
        return streams.leased([(run.pk, run.task)])[0]
    except RedisError:
        return False


def _state(sweep: Sweep) -> str:
    return Sweep.objects.values_list("state", flat=True).get(pk=sweep.pk)
