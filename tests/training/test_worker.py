"""What a worker's child leaves behind when training ends by a fault of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from django.utils import timezone
from redis import Redis

from designer import weights_store
from designer.core.document import WeightsRef
from tests.training.make_run import make_document, make_network, make_run
from training import archive, controlling, states, streams, worker
from training.core.commands import Command
from training.models import Run
from training.publisher import Publisher
from training.worker import INTERNAL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own process keeps its memory."""
    monkeypatch.setattr("training.limits.limit_memory", lambda: None)


def break_training(monkeypatch: pytest.MonkeyPatch) -> None:
    def train(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("our own fault")

    monkeypatch.setattr(worker, "train", train)


def test_a_fault_of_ours_is_told_in_the_runs_own_log(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    break_training(monkeypatch)
    run = make_run(task="t")
    worker.carry_out("t")
    run = Run.objects.get(pk=run.pk)
    assert run.failure == {"message": INTERNAL, "node": None}
    text = (run.folder / "run.log").read_text()
    assert f"Failed: {INTERNAL}" in text
    assert "ZeroDivisionError: our own fault" in text
    assert "Traceback" in text


def test_a_disk_that_takes_no_log_does_not_keep_the_run_from_ending(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    break_training(monkeypatch)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(worker, "RunLog", full)
    run = make_run(task="t")
    worker.carry_out("t")
    assert Run.objects.get(pk=run.pk).state == "failed"


def test_a_history_that_cannot_be_kept_ends_the_run_instead_of_piling_up(redis: Redis, tmp_path: Path) -> None:
    def break_epoch(epochs: list[dict[str, Any]]) -> None:
        raise ZeroDivisionError("our own fault")

    publisher = Publisher("run", tmp_path, break_epoch)
    publisher.emit([{"kind": "epoch", "step": 1, "epoch": 1, "logs": {}, "at": 0.0}])
    publisher.close()
    with pytest.raises(ZeroDivisionError):
        publisher.emit([{"kind": "point", "step": 2, "epoch": 1.5, "logs": {}, "at": 0.1}])


def test_a_run_starts_from_the_weights_of_its_network(redis: Redis) -> None:
    kernel, bias = np.full((4, 8), 3.0, "float32"), np.zeros(8, "float32")
    run = run_with(weights_store.keep({"dense": (kernel, bias)}))
    worker.carry_out("t")
    run = Run.objects.get(pk=run.pk)
    assert run.state == "finished"
    trained = keras.models.load_model(run.folder / "model.keras").get_layer("dense").get_weights()[0]
    assert np.abs(trained - 3.0).max() < 1.0


def test_weights_that_are_not_here_any_more_are_told_of(redis: Redis) -> None:
    run = run_with("0" * 64)
    worker.carry_out("t")
    failure = Run.objects.get(pk=run.pk).failure
    assert failure is not None
    assert "The weights of VGG are not here any more." in failure["message"]


def run_with(digest: str) -> Run:
    """A run of a network that starts from weights."""
    document = make_document(epochs=1).model_copy(update={"weights": WeightsRef(digest=digest, title="VGG")})
    return make_run(network=make_network(document=document), task="t")


def test_a_run_that_goes_on_by_a_step_from_before_it_paused_says_so(redis: Redis) -> None:
    run = make_run(state="paused", task="t")
    worker.RunControl(run.pk, "t").going()
    assert Run.objects.get(pk=run.pk).state == "running"


@pytest.mark.parametrize(
    ("asked", "meanwhile", "ends"),
    [(True, "running", "queued"), (False, "running", "finished"), (True, "pausing", "paused"), (True, "stopping", "stopped")],
)
def test_a_run_that_gives_way_waits_for_its_turn(redis: Redis, monkeypatch: pytest.MonkeyPatch, asked: bool, meanwhile: str, ends: str) -> None:
    sent: list[str] = []
    monkeypatch.setattr("training.starting.send", lambda run_id, task: sent.append(task))
    gives_way = worker.RunControl.gives_way

    def ask(control: worker.RunControl) -> bool:
        Run.objects.update(asked=timezone.now() if asked else None)
        answer = gives_way(control)
        Run.objects.update(state=meanwhile)
        return answer

    monkeypatch.setattr(worker.RunControl, "gives_way", ask)
    run = make_run(task="t")
    streams.tell(run.pk, Command("give_way"))
    worker.carry_out("t")
    run.refresh_from_db()
    assert (run.state, run.gave_way, run.failure) == (ends, ends == "queued", None)
    assert sent == ([run.task] if ends == "queued" else [])
    if ends == "queued":
        assert states.positions()[run.pk].gave_way
        worker.carry_out(run.task)
        run.refresh_from_db()
        assert (run.state, run.epoch, run.gave_way, run.resumes) == ("finished", 2, False, "paused")


def test_a_run_that_stays_paused_gives_its_worker_back_and_goes_on_with_another(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.core.control.HOLD_SECONDS", 0.01)
    monkeypatch.setattr("training.starting.send", lambda run_id, task: None)
    run = make_run(task="t")
    streams.tell(run.pk, Command("pause"))
    worker.carry_out("t")
    run = Run.objects.get(pk=run.pk)
    assert (run.state, run.task, run.has_model) == ("paused", "", True)
    controlling.resume(run)
    run = Run.objects.get(pk=run.pk)
    worker.carry_out(run.task)
    run = Run.objects.get(pk=run.pk)
    assert (run.state, run.epoch) == ("finished", 2)
    told = archive.told(run.folder)
    assert (told.epoch, told.ended) == (2, True)
    assert run.seconds == told.at > 0


def begun(starts: int, continued: int, resumes: str) -> Run:
    """A run whose history tells of so many starts, and which has been let go on so often by now."""
    run = make_run(state="starting", continued=continued, resumes=resumes)
    history = archive.Archive(run.folder)
    told = [{"kind": "start", "epochs": 2, "continued": count, "steps": 1, "samples": 1, "validation_samples": 0} for count in range(starts)]
    history.append(b"".join(archive.encode(event) for event in told))
    history.close()
    return run


@pytest.mark.parametrize("resumes", ["continued", "paused", "lost"])
def test_a_run_is_let_go_on_though_it_paused_or_was_lost_before_it_began(resumes: str) -> None:
    assert worker.resume_of(begun(1, 1, resumes), lambda: None).why == "continued"


def test_a_run_that_paused_after_it_was_let_go_on_has_paused_and_stays_let_go_on() -> None:
    resume = worker.resume_of(begun(2, 1, "paused"), lambda: None)
    assert (resume.why, resume.continued, resume.starts_again) == ("paused", 1, False)


def test_a_run_that_was_never_begun_begins() -> None:
    assert worker.resume_of(begun(0, 0, ""), lambda: None).why is None
