"""A run that waits for its GPU, which another training holds: the child of its worker does as it is told all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from redis import Redis

from config import devices
from config.devices import Gpu
from tests.training.make_run import make_run
from training import archive, controlling, placing, starting, streams, worker
from training.core.commands import Command, Wish
from training.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _one_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that nvidia-smi tells of; what trains in its place is the CPU of the tests' own process, which keeps its memory."""
    monkeypatch.setenv(devices.VISIBLE, devices.NONE_VISIBLE)
    monkeypatch.setattr(devices, "gpus", lambda: [Gpu("GPU-aaaa", "NVIDIA A100", 1)])
    monkeypatch.setattr(placing, "gpus_seen", lambda: 1)
    monkeypatch.setattr("training.limits.limit_memory", lambda: None)
    monkeypatch.setattr(starting, "send", lambda run_id, task: None)


@pytest.fixture
def taken() -> Iterator[ExitStack]:
    """The GPU is another's until this is closed."""
    with ExitStack() as held:
        held.enter_context(devices.claimed(devices.gpus(), Path(settings.DATA_DIR) / "gpus", all_of_them=True))
        yield held


def train(run: Run) -> Run:
    worker.carry_out(Run.objects.get(pk=run.pk).task)
    return Run.objects.get(pk=run.pk)


def test_a_run_is_paused_while_it_waits_and_goes_on_with_any_worker(redis: Redis, taken: ExitStack) -> None:
    run = make_run(queue="gpu", task="t")
    streams.tell(run.pk, Command("pause"))
    run = train(run)
    assert (run.state, run.task, run.has_model) == ("paused", "", False)
    taken.close()
    controlling.resume(run)
    run = train(run)
    assert (run.state, run.epoch, archive.told(run.folder).ended) == ("finished", 2, True)


@pytest.mark.parametrize("before", ["pause", "give_way"])
def test_a_pause_that_is_asked_again_is_heard_while_it_waits(redis: Redis, taken: ExitStack, before: Wish, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(queue="gpu", task="t")
    control = worker.RunControl(run.pk, "t")
    control.ask(Command(before))
    control.ask(Command("still_pause"))
    monkeypatch.setattr(control, "is_to_pause", lambda: True)
    assert control.takes_pause()
    assert not control.takes_pause()


def test_what_else_was_asked_of_it_before_its_pause_waits_for_the_next_worker(redis: Redis, taken: ExitStack) -> None:
    run = make_run(queue="gpu", task="t")
    for command in (Command("step", 3), Command("rate", 0.5), Command("pause")):
        streams.tell(run.pk, command)
    assert train(run).state == "paused"
    assert streams.wait_for_command(run.pk, 60) == Command("rate", 0.5), "its old worker may read it once more, and hands it back"
    assert streams.wait_for_command(run.pk, 0.01) is None
