"""Which workers are there, and where a run is sent by what it asks for. The workers here are announcements alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from redis import Redis

from config.celery import app
from designer.answers import Refusal
from designer.core.document import Document
from tests.designer.core.making import make_chain
from tests.training.make_run import make_document, make_network, make_run
from tests.training.make_sweep import advance, make_search
from tests.training.test_reaper import Clock
from training import api, reaper, starting, states, streams, sweeping, trials, workers
from training.models import Run
from training.reaper import Reaper
from training.schemas import WorkerTold
from training.workers import Wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


class There:
    """The workers that are there, in place of those that other tests may run."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def announce(self, *queues: str, name: str = "", runs: int = 1) -> None:
        backend: Any = queues[0].partition(".")[2] or "tensorflow"
        worker = WorkerTold(
            name=name or queues[0], host="here", backend=backend, versions={}, queues=list(queues), devices=[], cores=2, memory=1, runs=runs
        )
        self.told.append(worker.model_dump_json())


@pytest.fixture(autouse=True)
def there(monkeypatch: pytest.MonkeyPatch) -> There:
    found = There()
    monkeypatch.setattr(streams, "workers", lambda: found.told)
    return found


@pytest.fixture
def client(client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    async def nothing(*_: object) -> None:
        """Every document is sound."""

    monkeypatch.setattr(api, "check_document", nothing)
    return client_of("owner")


def test_a_worker_is_listed_with_its_runs(client: Client, there: There) -> None:
    there.announce("cpu", name="training@here", runs=2)
    make_run(state="running", task="t", worker="training@here")
    make_run("stranger", state="paused", task="held", worker="training@here")
    make_run(state="paused", worker="training@here")
    [found] = client.get("/api/workers").json()
    assert (found["host"], found["queues"], found["runs"], found["busy"]) == ("here", ["cpu"], 2, 2)


def test_a_worker_is_forgotten_unless_it_goes_on_saying_that_it_is_there(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    streams.announce_worker("made@here", "told")
    assert "told" in streams.workers()
    assert 0 < redis.ttl("worker:made@here") <= streams.WORKER_SECONDS
    streams.forget_worker("made@here")
    assert "told" not in streams.workers()


def test_who_is_not_signed_in_learns_nothing_of_workers(client_of: Callable[[str], Client]) -> None:
    assert client_of("no one").get("/api/workers").status_code == 401


@pytest.mark.parametrize(
    ("offered", "wish", "queue"),
    [
        ([], Wish(), "cpu"),
        ([("cpu",)], Wish(), "cpu"),
        ([("cpu",), ("gpu",)], Wish(), "gpu"),
        ([("cpu",), ("gpu",)], Wish("cpu"), "cpu"),
        ([("cpu",), ("gpu",)], Wish("gpus"), "gpu"),
        ([("cpu.jax",)], Wish(), "cpu.jax"),
        ([("cpu",), ("gpu.jax",)], Wish(), "cpu"),
        ([("cpu",), ("gpu.jax",)], Wish("gpu"), "gpu.jax"),
        ([("cpu",), ("cpu.jax",)], Wish(backend="jax"), "cpu.jax"),
        ([], Wish("gpu", "jax"), "gpu.jax"),
    ],
)
def test_a_run_goes_to_the_queue_that_fits(offered: list[tuple[str, ...]], wish: Wish, queue: str, there: There) -> None:
    for queues in offered:
        there.announce(*queues)
    assert workers.queue_for(wish) == queue


def test_a_run_for_any_device_leaves_a_gpu_that_is_taken_to_others(there: There) -> None:
    there.announce("gpu", name="one")
    there.announce("cpu", name="two")
    make_run(queue="gpu")
    assert workers.queue_for(Wish()) == "cpu"
    Run.objects.update(state="running", worker="one", task="t")
    assert workers.queue_for(Wish()) == "cpu"
    assert workers.queue_for(Wish("gpu")) == "gpu"


def test_a_run_takes_no_place_from_itself(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "send_task", lambda *_, **__: None)
    there.announce("gpu")
    there.announce("cpu")
    run = make_run(queue="gpu", task="t")
    starting.send(run.pk, "t")
    run.refresh_from_db()
    assert run.queue == "gpu"


def test_pressing_twice_starts_one_run_that_has_begun(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "send", lambda run_id, task: None)
    network = make_network()
    first, _ = starting.start(network.pk, make_document())
    states.move(first.pk, "starting", task=first.task)
    assert starting.start(network.pk, make_document()) == (first, False)


def test_a_run_from_before_there_were_queues_goes_on_where_it_was_begun(there: There) -> None:
    run = make_run(state="paused", started=timezone.now())
    there.announce("cpu.jax")
    assert workers.queue_for(Wish.of(run), run.queue) == "cpu"


def test_a_run_that_was_begun_stays_on_its_back_end(there: There) -> None:
    run = make_run(queue="cpu.jax", task="t")
    there.announce("cpu")
    assert workers.queue_for(Wish.of(run), run.queue) == "cpu"
    states.move(run.pk, "starting", task="t")
    run.refresh_from_db()
    assert workers.queue_for(Wish.of(run), run.queue) == "cpu.jax"
    assert workers.lacking(run.queue, workers.present()) == "Waits for a CPU worker with JAX; none is there."


def test_what_a_run_waits_for_names_its_back_end_where_workers_run_others(there: There) -> None:
    assert workers.lacking("cpu", workers.present()) == "Waits for a CPU worker; none is there."
    there.announce("cpu.jax")
    assert workers.lacking("cpu", workers.present()) == "Waits for a CPU worker with TensorFlow; none is there."


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("gpu"), "No GPU worker is there. There is a CPU with TensorFlow. Choose that, or “Any”."),
        (Wish(backend="jax"), "No worker with JAX is there."),
        (Wish("gpus", "torch"), "PyTorch trains on one GPU here, not on all of a machine."),
    ],
)
def test_a_wish_that_nobody_can_fulfil_is_refused_with_what_there_is(client: Client, wish: Wish, sentence: str, there: There) -> None:
    there.announce("cpu")
    network, body = make_network(), {"document": make_document().to_json(), "device": wish.device, "backend": wish.backend}
    answer = client.post(f"/api/networks/{network.pk}/runs", body, content_type="application/json")
    [problem] = answer.json()["problems"]
    assert (answer.status_code, problem["code"]) == (422, "no_worker")
    assert problem["message"].startswith(sentence)
    assert not Run.objects.exists()


@pytest.mark.parametrize("body", [{"device": "tpu"}, {"backend": "numpy"}, {"device": 3}])
def test_a_wish_that_is_none_is_refused(client: Client, body: dict[str, Any]) -> None:
    answer = client.post(f"/api/networks/{make_network().pk}/runs", {"document": make_document().to_json()} | body, content_type="application/json")
    assert answer.status_code == 422


def test_the_same_document_on_another_device_is_another_run(there: There) -> None:
    there.announce("cpu")
    there.announce("gpu")
    network = make_network()
    first, _ = starting.start(network.pk, make_document())
    assert starting.start(network.pk, make_document()) == (first, False)
    second, is_new = starting.start(network.pk, make_document(), wish=Wish("cpu"))
    assert (is_new, second.queue) == (True, "cpu")


def make_bound() -> Document:
    """A network with a layer that works on TensorFlow alone."""
    layers: list[tuple[str, str, dict[str, Any]]] = [
        ("input_layer", "Input", {"shape": [4]}),
        ("hashing", "Hashing", {"num_bins": 8, "output_mode": "multi_hot"}),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
    ]
    return make_chain(*layers, training={"dataset": "iris"})


def test_a_network_that_works_on_tensorflow_alone_is_sent_there(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "send", lambda run_id, task: None)
    network, document = make_network(), make_bound()
    there.announce("gpu.jax")
    sentence = "No GPU worker with TensorFlow is there. There is a GPU with JAX. Hashing works on TensorFlow alone."
    with pytest.raises(Refusal, match=re.escape(sentence)):
        starting.start(network.pk, document, wish=Wish("gpu"))
    waiting, _ = starting.start(network.pk, document)
    assert (waiting.backend, waiting.queue) == ("tensorflow", "cpu")
    there.announce("gpu")
    run, _ = starting.start(network.pk, document, wish=Wish("gpu"))
    assert (run.backend, run.queue) == ("tensorflow", "gpu")
    assert starting.start(network.pk, document, wish=Wish("gpu")) == (run, False)


def test_a_sweep_of_a_network_that_works_on_tensorflow_alone_asks_for_it(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "propose", lambda sweep_id: None)
    there.announce("cpu.jax")
    document = make_bound()
    search = make_search().training.sweep
    document = document.model_copy(update={"training": document.training.model_copy(update={"sweep": search})})
    sweep, _ = sweeping.start(make_network(document=document).pk, document)
    assert sweep.backend == "tensorflow"


def test_without_a_broker_a_run_is_queued_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("REDIS_URL", "unix:///nowhere/broker.sock")
    workers.need(Wish("gpu"))
    assert workers.queue_for(Wish("gpu")) == "gpu"


@pytest.mark.parametrize(("wish", "places"), [(Wish(), 3), (Wish("gpus"), 1), (Wish(backend="jax"), 4), (Wish(backend="torch"), 1)])
def test_as_many_runs_have_a_place_as_the_queue_that_they_go_to_trains_at_once(wish: Wish, places: int, there: There) -> None:
    there.announce("cpu", runs=1)
    there.announce("gpu", runs=2)
    there.announce("cpu.jax", runs=4)
    assert workers.places(wish) == places


def test_a_sweep_and_its_trials_ask_for_what_was_asked_of_it(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "propose", lambda sweep_id: None)
    document = make_search()
    network = make_network(document=document)
    with pytest.raises(Refusal, match="No GPU worker"):
        sweeping.start(network.pk, document, wish=Wish("gpu"))
    there.announce("gpu", runs=2)
    there.announce("cpu", runs=5)
    sweep, is_new = sweeping.start(network.pk, document, wish=Wish("gpu"))
    assert is_new
    advance(sweep)
    assert list(sweep.runs.values_list("device", "queue")) == [("gpu", "gpu")] * 2


def test_a_queued_run_without_a_worker_says_so_and_goes_to_one_that_fits(
    client: Client, redis: Redis, monkeypatch: pytest.MonkeyPatch, there: There
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(starting, "send", lambda run_id, task: sent.append(run_id))
    clock = Clock()
    monkeypatch.setattr(reaper, "monotonic", clock)
    run, sweeper = make_run(device="gpu", queue="gpu", task="t"), Reaper()
    there.announce("cpu")
    sweeper.sweep()
    assert client.get(f"/api/runs/{run.pk}").json()["waits_for"] == "Waits for a GPU worker; none is there."
    told: Any = redis.xrange(streams.state_key(run.pk))
    assert b"Waits for a GPU worker" in told[-1][1][b"state"]
    sweeper.sweep()
    assert redis.xlen(streams.state_key(run.pk)) == 1
    assert sent == []
    there.announce("gpu.jax")
    sweeper.sweep()
    assert sent == [], "a worker that was away for a moment is waited for"
    clock.now += streams.WORKER_SECONDS
    sweeper.sweep()
    assert sent == [run.pk]


@pytest.fixture
def sends(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queues that messages were put on."""
    found: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda *_, queue, **__: found.append(queue))
    return found


@pytest.mark.parametrize(("busy", "free"), [("cpu", "gpu"), ("gpu", "cpu"), ("cpu.jax", "cpu")])
def test_a_run_that_waits_for_a_busy_worker_goes_to_one_that_becomes_free(busy: str, free: str, there: There, sends: list[str]) -> None:
    there.announce(busy)
    there.announce(free)
    others = [make_run(state="running", task="o", queue=queue, worker=queue) for queue in (busy, free)]
    first, second = [make_run(queue=busy, task=task) for task in ("t", "u")]
    sweeper = Reaper()
    sweeper.sweep()
    assert sends == [], "nobody is free"
    Run.objects.filter(pk=others[1].pk).update(state="finished")
    sweeper.sweep()
    sweeper.sweep()
    assert sends == [free]
    assert [Run.objects.get(pk=run.pk).queue for run in (first, second)] == [free, busy]


def test_a_run_that_asks_for_a_device_or_is_with_its_worker_still_stays_where_it_is(there: There, sends: list[str]) -> None:
    there.announce("cpu")
    there.announce("gpu")
    make_run(state="running", task="o", queue="cpu", worker="cpu")
    make_run(queue="cpu", task="t", device="cpu")
    held = make_run(queue="cpu", task="u", started=timezone.now())
    streams.renew_lease(held.pk, "u")
    Reaper().sweep()
    assert sends == []


def test_a_run_that_was_never_sent_waits_for_its_message_and_for_no_free_worker(there: There, sends: list[str]) -> None:
    there.announce("cpu")
    make_run(task="t")
    Reaper().sweep()
    assert sends == []
