"""Making the trials of a sweep, without workers: which, how many at once, once each, and when it is over."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from redis import Redis

from config.worker_commands import ANALYSIS_SECONDS, BUSY, analysis
from tests.training.make_sweep import RATES, UNITS, WIDTHS, advance, make_search, make_sweep, make_trial
from tests.training.test_reaper import Clock
from training import proposing, reaper, starting, states, tasks, trials, workers
from training.models import Run, Sweep
from training.reaper import Reaper
from training.schemas import Failure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

GRID = [{"units": units, "rate": rate} for units in (4, 8) for rate in (0.001, 0.01)]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sweeps that proposals were asked for; nothing is sent."""
    found: list[str] = []
    monkeypatch.setattr(trials, "propose", found.append)
    monkeypatch.setattr(starting, "send", lambda run_id, task: None)
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(reaper, "monotonic", clock)
    return clock


def children(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(workers, "places", lambda wish: count)


def end(run: Run, state: Any = "finished", **fields: Any) -> None:
    Run.objects.filter(pk=run.pk).update(state="stopping" if state == "stopped" else "running")
    assert states.move(run.pk, state, **fields)


def values_of(sweep: Sweep) -> list[dict[str, Any]]:
    """What all its trials set, each ended as soon as it was made."""
    while True:
        advance(sweep)
        living = sweep.runs.filter(state="queued").first()
        if living is None:
            return [run.values for run in sweep.runs.order_by("trial")]
        end(living)


def test_a_grid_is_gone_through_in_its_order_and_ends_the_sweep() -> None:
    sweep = make_sweep()
    assert values_of(sweep) == GRID
    sweep.refresh_from_db()
    assert (sweep.state, sweep.proposed, sweep.planned) == ("finished", 4, 4)
    assert sweep.ended is not None


def test_a_trial_is_a_run_of_the_network_with_the_values_set() -> None:
    sweep = make_sweep(eyes=False)
    advance(sweep)
    run = sweep.runs.get()
    training = run.document["training"]
    assert training["optimizer"]["config"]["learning_rate"] == 0.001
    assert next(node for node in run.document["nodes"] if node["id"] == "dense")["config"]["units"] == 4
    assert training["sweep"] is None
    assert run.name == "Sweep 1, trial 1: units 4, rate 0.001"
    assert (run.tags, run.eyes, run.network) == ([], False, sweep.network)


def test_as_many_trials_are_under_way_as_can_train_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = make_sweep()
    children(monkeypatch, 2)
    advance(sweep)
    advance(sweep)
    assert [run.trial for run in sweep.runs.order_by("trial")] == [1, 2]
    end(sweep.runs.get(trial=1), "stopped")
    advance(sweep)
    assert [run.trial for run in sweep.runs.filter(state="queued").order_by("trial")] == [2, 3]


@pytest.mark.parametrize("method", ["random", "optuna"])
def test_the_same_seed_proposes_the_same(method: str) -> None:
    first, again, other = (values_of(make_sweep(document=make_search(RATES, WIDTHS, method=method, trials=3, seed=seed))) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    assert len({str(values) for values in first}) == 3


def test_what_a_random_trial_sets_does_not_depend_on_which_ends_first(monkeypatch: pytest.MonkeyPatch) -> None:
    search = make_search(RATES, WIDTHS, method="random", trials=4)
    wanted = values_of(make_sweep(document=search))
    children(monkeypatch, 3)
    sweep = make_sweep(document=search)
    advance(sweep)
    end(sweep.runs.get(trial=2))
    assert values_of(sweep) == wanted


def test_two_proposals_at_once_make_a_trial_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = make_sweep()
    stale = Sweep.objects.get(pk=sweep.pk)
    advance(sweep)
    proposing._make(stale, GRID[0], lambda _: 0)
    assert [run.trial for run in sweep.runs.all()] == [1]


@pytest.mark.parametrize("state", ["paused", "stopped", "finished", "failed"])
def test_a_sweep_that_does_not_go_on_makes_no_trial(state: str) -> None:
    sweep = make_sweep()
    Sweep.objects.filter(pk=sweep.pk).update(state=state)
    proposing._make(sweep, GRID[0], lambda _: 0)
    advance(sweep)
    assert not sweep.runs.exists()


def test_a_trial_that_fails_is_followed_by_the_next() -> None:
    sweep = make_sweep()
    for _ in range(2):
        advance(sweep)
        end(sweep.runs.get(state="queued"), "failed", failure=Failure(message="The loss became NaN in epoch 2."))
    advance(sweep)
    end(sweep.runs.get(state="queued"))
    assert len(values_of(sweep)) == 4
    sweep.refresh_from_db()
    assert sweep.state == "finished"


def test_a_sweep_whose_first_three_trials_fail_alike_says_so_and_ends(asked: list[str]) -> None:
    sweep = make_sweep()
    for epoch in range(1, 4):
        advance(sweep)
        failure = Failure(message=f"The loss became NaN in epoch {epoch}. Try a smaller learning rate.", node="dense")
        end(sweep.runs.get(state="queued"), "failed", failure=failure)
    advance(sweep)
    sweep.refresh_from_db()
    assert (sweep.state, sweep.runs.count()) == ("failed", 3)
    assert sweep.failure == {
        "message": "The first 3 trials failed alike. The loss became NaN in epoch 1. Try a smaller learning rate.",
        "node": "dense",
    }
    assert asked == [sweep.pk] * 3


def test_trials_that_fail_alike_end_no_sweep_in_which_another_learns() -> None:
    sweep = make_sweep(planned=5)
    learns = make_trial(sweep, "running", [0.5])
    for _ in range(3):
        make_trial(sweep, "failed", failure=Failure(message="Out of memory.").model_dump())
    advance(sweep)
    sweep.refresh_from_db()
    learns.refresh_from_db()
    assert (sweep.state, learns.state) == ("running", "running")


def test_a_fault_of_ours_ends_the_sweep_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr(proposing, "_values", broken)
    sweep = make_sweep()
    advance(sweep)
    sweep.refresh_from_db()
    assert (sweep.state, (sweep.failure or {})["message"]) == ("failed", proposing.INTERNAL)


def test_the_reaper_asks_for_trials_when_workers_have_come(redis: Redis, clock: Clock, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = make_sweep()
    make_trial(sweep, "running")
    sweeper = Reaper()
    children(monkeypatch, 2)
    sweeper.sweep()
    clock.now += reaper.IDLE
    sweeper.sweep()
    assert asked == [sweep.pk]


def test_a_trial_that_was_deleted_is_not_made_again() -> None:
    sweep = make_sweep()
    make_trial(sweep).delete()
    make_trial(sweep, "failed")
    advance(sweep)
    run = sweep.runs.get(state="queued")
    assert (run.trial, run.values) == (3, GRID[2])


def test_a_name_is_cut_where_the_values_are_long() -> None:
    sweep = make_sweep(document=make_search(UNITS | {"name": "u" * 40, "values": [4, 8]}, RATES | {"name": "r" * 40}, method="random", trials=1))
    advance(sweep)
    assert len(sweep.runs.get().name) <= 120


def test_the_reaper_asks_again_for_a_proposal_that_was_lost(redis: Redis, clock: Clock, asked: list[str]) -> None:
    lost, busy, paused = make_sweep(), make_sweep(), make_sweep(state="paused")
    make_trial(busy, "queued")
    sweeper = Reaper()
    sweeper.sweep()
    assert asked == []
    clock.now += reaper.IDLE
    sweeper.sweep()
    sweeper.sweep()
    assert asked == [lost.pk]
    assert paused.pk not in asked


def test_values_that_cannot_be_set_end_the_sweep_with_a_sentence() -> None:
    """The checks say so before; a document may be older than they."""
    sweep = make_sweep(document=make_search(UNITS | {"node": "gone"}))
    advance(sweep)
    sweep.refresh_from_db()
    assert (sweep.state, sweep.failure) == (
        "failed",
        {"message": "Trial 1 cannot be made of what is marked: There is no node called gone.", "node": None},
    )


def test_a_proposal_may_take_as_much_of_the_processor_as_a_question_however_busy_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []
    monkeypatch.setattr(proposing, "advance", lambda *_: left.append(signal.getitimer(signal.ITIMER_PROF)[0]))
    tasks.propose("sweep")
    assert left == [pytest.approx(ANALYSIS_SECONDS, abs=0.5)]  # the kernel counts in ticks
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    by_the_clock = analysis()[analysis().index("--time-limit") + 1]
    assert int(by_the_clock) == ANALYSIS_SECONDS * BUSY
