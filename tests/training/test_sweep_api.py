"""The endpoints and the socket of sweeps, without workers: who may do what, what each state allows, what double clicks do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from config.asgi import application
from designer.core.document import Document
from tests.training.make_run import make_document, make_network
from tests.training.make_sweep import make_search, make_sweep, make_trial
from tests.training.socket_client import SocketClient
from training import consumers, starting, states, streams, sweep_api, trials
from training.core.commands import Command
from training.models import Run, Sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis", "sent")]

OF_A_SWEEP = [("get", ""), ("delete", ""), ("post", "/stop"), ("post", "/pause"), ("post", "/resume"), ("get", "/table.csv")]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be sent to workers: runs, and sweeps that ask for their next trials."""
    found: list[str] = []
    monkeypatch.setattr(starting, "send", lambda run_id, task: found.append(run_id))
    monkeypatch.setattr(trials, "propose", found.append)
    return found


@pytest.fixture
def owner(client_of: Callable[[str], Client]) -> Client:
    return client_of("owner")


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is taken for one without errors: the analysis has tests of its own."""

    async def nothing(*_: object) -> None:
        pass

    monkeypatch.setattr(sweep_api, "check_document", nothing)


def call(client: Client, method: str, path: str, body: Any = None) -> Any:
    return getattr(client, method)(f"/api{path}", **({} if method == "get" else {"data": json.dumps(body or {}), "content_type": "application/json"}))


def start(client: Client, network: Any, document: Document) -> Any:
    return call(client, "post", f"/networks/{network.pk}/sweeps", {"document": document.to_json()})


def state(thing: Run | Sweep) -> str:
    thing.refresh_from_db()
    return thing.state


@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("no one", 401)])
@pytest.mark.parametrize(("method", "what"), OF_A_SWEEP)
def test_a_sweep_is_its_owners_alone(client_of: Callable[[str], Client], role: str, status: int, method: str, what: str) -> None:
    sweep = make_sweep()
    answer = call(client_of(role), method, f"/sweeps/{sweep.pk}{what}")
    assert answer.status_code == status
    assert answer.json()["problems"]
    assert state(sweep) == "running"


@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("no one", 401)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_sweeps_of_a_network_are_its_owners_alone(client_of: Callable[[str], Client], role: str, status: int, method: str) -> None:
    answer = call(client_of(role), method, f"/networks/{make_network().pk}/sweeps", {"document": make_search().to_json()})
    assert answer.status_code == status
    assert not Sweep.objects.exists()


@pytest.mark.usefixtures("sound")
@pytest.mark.django_db(transaction=True)
def test_pressing_twice_starts_one_sweep(owner: Client, sent: list[str]) -> None:
    network = make_network()
    first, second = (start(owner, network, make_search()) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert sent == [first.json()["id"]]
    third = start(owner, network, make_search(seed=5))
    assert (third.status_code, third.json()["name"]) == (201, "Sweep 2")
    found = call(owner, "get", f"/networks/{network.pk}/sweeps").json()
    assert [each["name"] for each in found] == ["Sweep 2", "Sweep 1"]


@pytest.mark.usefixtures("sound")
def test_a_document_that_marks_nothing_is_refused_with_a_sentence(owner: Client) -> None:
    answer = start(owner, make_network(), make_document())
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "no_sweep")


def test_a_sweep_tells_of_its_trials_and_names_the_best(owner: Client) -> None:
    sweep = make_sweep()
    make_trial(sweep, measured=[0.9, 0.4], epoch=2)
    make_trial(sweep, "stopped", measured=[0.7], epoch=1, pruned="Pruned after epoch 1.")
    make_trial(sweep, "failed", measured=[0.1], failure={"message": "The loss became NaN in epoch 2."})
    make_trial(sweep, "running", measured=[0.2, None])
    found = call(owner, "get", f"/sweeps/{sweep.pk}").json()
    assert [(trial["number"], trial["state"], trial["objective"]) for trial in found["trials"]] == [
        (1, "finished", 0.4),
        (2, "pruned", 0.7),
        (3, "failed", 0.1),
        (4, "running", 0.2),
    ]
    assert found["best"] == 1
    assert [trial["note"] for trial in found["trials"]] == ["", "Pruned after epoch 1.", "The loss became NaN in epoch 2.", ""]
    assert [(field["name"], field["label"]) for field in found["fields"]] == [("units", "units of dense"), ("rate", "learning_rate")]
    assert Document.model_validate(found["document"]) == make_search()


def test_the_highest_is_the_best_where_more_is_better(owner: Client) -> None:
    sweep = make_sweep(document=make_search(objective="val_accuracy", direction="max"))
    for measured in ([0.4, 0.9, 0.5], [0.6], [0.9]):
        make_trial(sweep, measured=measured)
    found = call(owner, "get", f"/sweeps/{sweep.pk}").json()
    assert ([trial["objective"] for trial in found["trials"]], found["best"]) == ([0.9, 0.6, 0.9], 1)


def test_a_table_has_a_row_a_trial(owner: Client) -> None:
    sweep = make_sweep()
    make_trial(sweep, measured=[0.5], epoch=1, values={"units": 4, "rate": 0.001}, seconds=12.5)
    make_trial(sweep, "queued", values={"units": [3, 3], "rate": None})
    answer = call(owner, "get", f"/sweeps/{sweep.pk}/table.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="iris_sweep_1.csv"'
    assert list(csv.reader(io.StringIO(answer.content.decode()))) == [
        ["trial", "run", "state", "units", "rate", "val_loss", "epochs", "seconds"],
        ["1", "Run 1", "finished", "4", "0.001", "0.5", "1", "12.5"],
        ["2", "Run 2", "queued", "[3, 3]", "", "", "0", ""],
    ]


def test_the_runs_of_a_network_say_which_sweep_they_belong_to(owner: Client) -> None:
    sweep = make_sweep()
    run = make_trial(sweep, values={"units": 4})
    [found] = call(owner, "get", f"/networks/{sweep.network_id}/runs").json()
    assert (found["id"], found["sweep"], found["trial"], found["values"], found["pruned"]) == (run.pk, sweep.pk, 1, {"units": 4}, "")


def test_stopping_ends_the_sweep_and_what_is_under_way(owner: Client) -> None:
    sweep = make_sweep()
    done, trains, waits = make_trial(sweep), make_trial(sweep, "running", task="t"), make_trial(sweep, "queued", task="u")
    answer = call(owner, "post", f"/sweeps/{sweep.pk}/stop")
    assert (answer.status_code, answer.json()["state"]) == (200, "stopped")
    assert [state(run) for run in (done, trains, waits)] == ["finished", "stopping", "stopped"]
    assert streams.wait_for_command(trains.pk, 0.01) == Command("stop")
    assert call(owner, "post", f"/sweeps/{sweep.pk}/stop").status_code == 200


def test_a_paused_sweep_goes_on_with_its_trials(owner: Client, sent: list[str]) -> None:
    sweep = make_sweep()
    trains, waits = make_trial(sweep, "running", task="t"), make_trial(sweep, "queued", task="u")
    for _ in range(2):
        answer = call(owner, "post", f"/sweeps/{sweep.pk}/pause")
        assert (answer.status_code, answer.json()["state"], answer.json()["ended"]) == (200, "paused", None)
        assert [state(run) for run in (trains, waits)] == ["pausing", "paused"]
    assert waits.task == "", "its message is void"
    assert call(owner, "post", f"/sweeps/{sweep.pk}/resume").status_code == 409, "it is still pausing"
    assert states.move(trains.pk, "paused", task="t", next_task="")
    answer = call(owner, "post", f"/sweeps/{sweep.pk}/resume")
    assert (answer.status_code, answer.json()["state"]) == (200, "running")
    assert [state(run) for run in (trains, waits)] == ["queued", "queued"]
    assert sorted(sent) == sorted([trains.pk, waits.pk, sweep.pk])


def test_a_trial_that_rests_already_is_not_told_to_pause(owner: Client) -> None:
    """It would pause again one batch after it went on."""
    sweep = make_sweep()
    run = make_trial(sweep, "paused")
    call(owner, "post", f"/sweeps/{sweep.pk}/pause")
    assert state(run) == "paused"
    assert streams.wait_for_command(run.pk, 0.01) is None


def test_pausing_reaches_a_trial_that_has_just_been_asked_to_go_on(owner: Client) -> None:
    sweep = make_sweep()
    run = make_trial(sweep, "queued", task="t")
    streams.renew_lease(run.pk, "t")
    call(owner, "post", f"/sweeps/{sweep.pk}/pause")
    assert (state(run), run.task) == ("queued", "t")
    assert streams.wait_for_command(run.pk, 0.01) == Command("pause")


@pytest.mark.parametrize(
    ("before", "wish"), [("finished", "stop"), ("failed", "stop"), ("finished", "pause"), ("stopped", "pause"), ("failed", "resume")]
)
def test_what_is_not_possible_is_refused_with_a_sentence(owner: Client, before: str, wish: str) -> None:
    sweep = make_sweep(state=before, failure={"message": "The first 3 trials failed alike.", "node": None} if before == "failed" else None)
    answer = call(owner, "post", f"/sweeps/{sweep.pk}/{wish}")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (409, "wrong_state")
    assert state(sweep) == before


def test_a_finished_sweep_goes_on_for_more_trials(owner: Client, sent: list[str]) -> None:
    sweep = make_sweep(document=make_search(method="random", trials=2), state="finished", proposed=2)
    refused = call(owner, "post", f"/sweeps/{sweep.pk}/resume")
    assert refused.status_code == 409
    assert refused.json()["problems"][0]["message"] == "Sweep 1 has made all its 2 trials. Give a larger number to go on."
    answer = call(owner, "post", f"/sweeps/{sweep.pk}/resume", {"trials": 5})
    assert (answer.json()["state"], answer.json()["planned"], answer.json()["ended"]) == ("running", 5, None)
    assert sent == [sweep.pk]
    assert call(owner, "post", f"/sweeps/{sweep.pk}/resume", {"trials": 1}).status_code == 409


def test_a_grid_makes_no_more_trials_than_it_has_combinations(owner: Client) -> None:
    sweep = make_sweep(state="finished", proposed=4)
    answer = call(owner, "post", f"/sweeps/{sweep.pk}/resume", {"trials": 5})
    assert (answer.status_code, "4 combinations" in answer.json()["problems"][0]["message"]) == (409, True)


def test_a_grid_that_was_cut_goes_on_through_what_is_left_of_it(owner: Client, sent: list[str]) -> None:
    sweep = make_sweep(document=make_search(trials=3), state="finished", proposed=3)
    told = call(owner, "get", f"/sweeps/{sweep.pk}").json()
    assert (told["planned"], told["most"]) == (3, 4)
    answer = call(owner, "post", f"/sweeps/{sweep.pk}/resume", {"trials": told["most"]})
    assert (answer.json()["state"], answer.json()["planned"], sent) == ("running", 4, [sweep.pk])


@pytest.mark.django_db(transaction=True)
def test_deleting_a_sweep_deletes_its_runs_once_it_is_over(owner: Client) -> None:
    sweep = make_sweep()
    run = make_trial(sweep)
    run.folder.mkdir(parents=True)
    assert call(owner, "delete", f"/sweeps/{sweep.pk}").status_code == 409
    Sweep.objects.update(state="stopped")
    assert call(owner, "delete", f"/sweeps/{sweep.pk}").status_code == 204
    assert not Run.objects.exists()
    assert not run.folder.exists()


@pytest.mark.parametrize("what", ["sweeps", "networks"])
@pytest.mark.django_db(transaction=True)
def test_deleting_a_sweep_is_told_once_and_asks_for_no_trials(owner: Client, sent: list[str], what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = make_sweep(state="stopped")
    for _ in range(3):
        make_trial(sweep)
    told: list[str] = []
    monkeypatch.setattr(streams, "tell_sweep_changed", told.append)
    answer = call(owner, "delete", f"/{what}/{sweep.pk if what == 'sweeps' else sweep.network_id}")
    assert (answer.status_code, told, sent) == (204, [sweep.pk], [])


@pytest.mark.django_db(transaction=True)
def test_deleting_a_trial_makes_room_for_another(owner: Client, sent: list[str]) -> None:
    sweep = make_sweep()
    assert call(owner, "delete", f"/runs/{make_trial(sweep).pk}").status_code == 204
    assert sent == [sweep.pk]


@pytest.mark.usefixtures("sound")
def test_a_run_beside_a_sweep_is_a_run_of_its_own(owner: Client) -> None:
    """Train, pressed while a trial of the very same document trains, starts no second click of that trial."""
    sweep = make_sweep()
    trial = make_trial(sweep, "running", document=make_document().to_json())
    run, is_new = starting.start(sweep.network_id, make_document())
    assert (is_new, run.sweep) == (True, None)
    assert run.pk != trial.pk


def test_a_run_trains_the_drawn_values_and_knows_nothing_of_a_sweep() -> None:
    document = make_search()
    run, _ = starting.start(make_network(document=document).pk, document)
    assert run.document["training"]["sweep"] is None


async def frame(socket: SocketClient) -> dict[str, Any]:
    return dict(json.loads((await socket.receive())["text"]))


async def frame_with(socket: SocketClient, number: int, state: str) -> dict[str, Any]:
    """The frame that tells that a trial is in a state."""
    while True:
        found = await frame(socket)
        if any((trial["number"], trial["state"]) == (number, state) for trial in found["trials"]):
            return found


@pytest.mark.django_db(transaction=True)
async def test_a_page_sees_trials_come_and_go_until_the_sweep_is_deleted(client_of: Callable[[str], Client]) -> None:
    client = await sync_to_async(client_of)("owner")
    sweep = await sync_to_async(make_sweep)()
    socket = SocketClient(application, client, f"/ws/sweeps/{sweep.pk}")
    await socket.open()
    assert (await frame(socket))["trials"] == []
    run = await sync_to_async(make_trial)(sweep, "queued")
    await sync_to_async(trials.changed)(sweep.pk)
    await frame_with(socket, 1, "queued")
    await sync_to_async(states.move)(run.pk, "starting")
    await frame_with(socket, 1, "starting")
    await sync_to_async(states.move)(run.pk, "running")
    await sync_to_async(states.move)(run.pk, "finished")
    await frame_with(socket, 1, "finished")
    await sync_to_async(Sweep.objects.filter(pk=sweep.pk).update)(state="stopped")
    assert (await sync_to_async(call)(client, "delete", f"/sweeps/{sweep.pk}")).status_code == 204
    while (await socket.receive())["type"] != "websocket.close":
        pass
    await socket.close()


@pytest.mark.django_db(transaction=True)
async def test_a_page_gets_the_whole_sweep_once_then_what_has_changed(client_of: Callable[[str], Client]) -> None:
    client = await sync_to_async(client_of)("owner")
    sweep = await sync_to_async(make_sweep)()
    first, second, third = [await sync_to_async(make_trial)(sweep, state) for state in ("finished", "running", "queued")]
    socket = SocketClient(application, client, f"/ws/sweeps/{sweep.pk}")
    await socket.open()
    assert [trial["number"] for trial in (await frame(socket))["trials"]] == [1, 2, 3]
    await sync_to_async(Run.objects.filter(pk=second.pk).update)(epoch=1, measured=[0.5])
    await sync_to_async(states.move)(third.pk, "starting")
    found = await frame_with(socket, 3, "starting")
    assert [(trial["number"], trial["epoch"], trial["objective"]) for trial in found["trials"]] == [(2, 1, 0.5), (3, 0, None)]
    await sync_to_async(first.delete)()
    while (found := await frame(socket))["deleted"] != [1]:
        assert found["trials"] == []
    await sync_to_async(states.move)(second.pk, "finished")
    found = await frame_with(socket, 2, "finished")
    assert (len(found["trials"]), found["best"]) == (1, 2)
    await socket.close()
    again = SocketClient(application, client, f"/ws/sweeps/{sweep.pk}")
    await again.open()
    found = await frame(again)
    assert ([trial["number"] for trial in found["trials"]], found["deleted"]) == ([2, 3], [1])
    await again.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "code"), [("stranger", consumers.STRANGER), ("no one", consumers.NO_ONE)])
async def test_the_socket_of_a_sweep_is_its_owners_alone(client_of: Callable[[str], Client], role: str, code: int) -> None:
    client = await sync_to_async(client_of)(role)
    sweep = await sync_to_async(make_sweep)()
    socket = SocketClient(application, client, f"/ws/sweeps/{sweep.pk}")
    await socket.open()
    assert (await socket.receive()) == {"type": "websocket.close", "code": code}
    await socket.close()
