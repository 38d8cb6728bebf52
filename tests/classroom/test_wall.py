"""The live wall by HTTP: what its teacher sees and does, who else may, what the leader board tells."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from redis import Redis

from classroom import board, stuck, wall_api
from classroom.board import Ranking, Row
from classroom.models import Class
from designer.models import Network
from tests.classroom.people import enter, make_class, make_person, member_of, signed_in
from tests.training.make_run import make_document, make_run
from training.archive import Archive, encode
from training.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.fixture
def klass() -> Class:
    klass = make_class()
    enter(klass, "Ada")
    enter(klass, "Grace")
    return klass


def network_of(klass: Class, nickname: str, name: str = "Iris") -> Network:
    return Network.make(member_of(klass, nickname).user_id, make_document().model_copy(update={"name": name}))


def finished(network: Network, dataset: str = "iris", loss: str = "", **summary: float) -> Run:
    judged = [{"field": "target", "loss": {"class_name": loss}}] if loss else []
    document = make_document(outputs=judged).to_json()
    run = make_run(network=network, state="finished", summary=summary, document=document)
    Run.objects.filter(pk=run.pk).update(dataset=dataset)
    return run


def wall(klass: Class) -> Any:
    return signed_in(klass.teacher).get(f"/api/classes/{klass.pk}/wall").json()


def tile(klass: Class, nickname: str) -> Any:
    return next(tile for tile in wall(klass)["tiles"] if tile["nickname"] == nickname)


def change(klass: Class, client: Client | None = None, **body: Any) -> Any:
    client = client or signed_in(klass.teacher)
    return client.patch(f"/api/classes/{klass.pk}/wall", data=body, content_type="application/json")


def analysis(*errors: tuple[str, str]) -> str:
    problems = [{"code": code, "node": node, "inside": [], "message": f"{node} is wrong.", "severity": "error"} for code, node in errors]
    return json.dumps({"problems": problems}, separators=(",", ":"))


def test_the_wall_is_its_teachers_alone(klass: Class) -> None:
    member = enter(klass, "Eve")
    administrator = signed_in(make_person("root", "administrator"))
    others = [
        (member, 403),
        (administrator, 403),
        (signed_in(make_person("other", "teacher")), 404),
        (signed_in(make_person("stranger", "student")), 404),
        (Client(), 401),
    ]
    for client, status in [(signed_in(klass.teacher), 200), *others]:
        assert client.get(f"/api/classes/{klass.pk}/wall").status_code == status
        assert change(klass, client, eyes_up=status == 200, sentence="Look up").status_code == status
    assert member.get(f"/api/classes/{klass.pk}/wall").json()["problems"][0]["message"] == "The wall is for the teacher of the class."
    assert Class.objects.get(pk=klass.pk).eyes_up


def test_a_tile_shows_the_last_network_the_newest_run_with_its_curves_and_the_best_result(klass: Class) -> None:
    network = network_of(klass, "Ada")
    finished(network, val_accuracy=0.9, val_loss=0.3)
    run = finished(network, val_accuracy=0.8, val_loss=0.4)
    archive = Archive(run.folder)
    logs = {"loss": 1.23456, "accuracy": 0.5}
    point = {"kind": "point", "step": 1, "epoch": 0.5, "logs": logs, "at": 1}
    epoch = {"kind": "epoch", "step": 2, "epoch": 1, "logs": logs | {"val_loss": None, "val_accuracy": 0.8}, "at": 2}
    archive.append(b"".join(encode(event) for event in [*[point] * 500, epoch]))
    archive.close()
    found = wall(klass)
    ada, grace = found["tiles"]
    assert (ada["network"]["name"], ada["network"]["layers"], len(ada["network"]["wires"])) == ("Iris", 3, 2)
    assert (ada["run"]["id"], ada["run"]["state"]) == (run.pk, "finished")
    assert ada["best"] == {"metric": "val_accuracy", "value": 0.9, "dataset": "Iris", "is_loss": False}
    assert (grace["network"], grace["run"], grace["best"], grace["stuck"]) == (None, None, None, None)
    [curve] = found["curves"]
    assert (curve["member"], curve["metric"], curve["epochs"]) == (ada["member"], "accuracy", [[1.0, 1.235, 0.5, None, 0.8]])
    assert curve["points"][-1] == [0.5, 1.235, 0.5]
    assert len(curve["points"]) <= 80


def test_who_has_the_same_error_for_three_minutes_is_stuck(klass: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(klass, "Ada", "The one with the error")
    person = network.owner_id
    network_of(klass, "Ada", "Changed later")
    monkeypatch.setattr("classroom.tiles.time.time", lambda: 1_000_000.0)
    stuck.analysed(person, network.pk, analysis(("wrong_shape", "dense")), now=1_000_000 - 200)
    stuck.analysed(person, network.pk, analysis(("wrong_shape", "dense"), ("unwired", "dense_1")), now=1_000_000 - 10)
    ada = tile(klass, "Ada")
    assert (ada["stuck"]["code"], ada["stuck"]["node"], ada["stuck"]["message"]) == ("wrong_shape", "dense", "dense is wrong.")
    assert ada["network"]["name"] == "The one with the error"
    stuck.analysed(person, network.pk, analysis(("wrong_shape", "dense_1")), now=1_000_000)
    assert tile(klass, "Ada")["stuck"] is None  # another node: another error
    stuck.analysed(person, network.pk, analysis(("wrong_shape", "dense_1")), now=1_000_000 - 400)
    stuck.analysed(person, network.pk, analysis())
    assert tile(klass, "Ada")["stuck"] is None


def test_errors_of_people_in_no_class_are_not_remembered(redis: Redis) -> None:
    stuck.analysed(make_person("alone", "student").pk, "network", analysis(("wrong_shape", "dense")))
    assert not list(redis.scan_iter("stuck:*"))


def test_a_teacher_reads_what_the_students_of_their_class_made_and_changes_nothing(klass: Class) -> None:
    network = network_of(klass, "Ada")
    run = finished(network)
    mate = enter(klass, "Eve")
    teacher, other = signed_in(klass.teacher), signed_in(make_class(make_person("other", "teacher")).teacher)
    for path in (f"/api/networks/{network.pk}", f"/api/runs/{run.pk}"):
        assert [client.get(path).status_code for client in (teacher, other, mate)] == [200, 404, 404]
    assert teacher.get(f"/api/networks/{network.pk}").json()["author"] == "Ada"
    assert teacher.delete(f"/api/networks/{network.pk}").status_code == 403
    assert teacher.get("/api/shared").json() == []
    klass.members.filter(nickname="Ada").delete()
    assert teacher.get(f"/api/networks/{network.pk}").status_code == 404


def test_a_network_is_shown_to_all_until_the_teacher_ends_it(klass: Class) -> None:
    network = network_of(klass, "Ada")
    mate = enter(klass, "Eve")
    assert change(klass, shown=network.pk).json()["shown"] == {"network": network.pk, "name": "Iris", "author": "Ada"}
    assert mate.get(f"/api/networks/{network.pk}").status_code == 200
    assert signed_in(make_person("stranger", "student")).get(f"/api/networks/{network.pk}").status_code == 404
    assert change(klass, eyes_up=True).json()["shown"] is not None  # what is left out stays
    assert change(klass, shown=None).json()["shown"] is None
    assert mate.get(f"/api/networks/{network.pk}").status_code == 404


def test_two_windows_of_the_wall_do_not_undo_each_other(klass: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(klass, "Ada")
    change(klass, shown=network.pk)
    find = wall_api._taught_class

    def found_and_then_changed_elsewhere(*asked: Any) -> Class:
        found = find(*asked)
        Class.objects.filter(pk=klass.pk).update(board="names", sentence="Look up")
        network.delete()
        return found

    monkeypatch.setattr(wall_api, "_taught_class", found_and_then_changed_elsewhere)
    told = change(klass, eyes_up=True)
    assert told.status_code == 200, told.content
    assert {name: told.json()[name] for name in ("eyes_up", "board", "sentence", "shown")} == {
        "eyes_up": True, "board": "names", "sentence": "Look up", "shown": None,
    }  # fmt: skip


def test_only_networks_of_the_class_and_its_teacher_are_shown(klass: Class) -> None:
    theirs = Network.make(klass.teacher_id, make_document())
    assert change(klass, shown=theirs.pk).json()["shown"]["author"] == "your teacher"
    foreign = Network.make(make_person("stranger", "student").pk, make_document())
    for wrong in (foreign.pk, "nothing"):
        assert change(klass, shown=wrong).json()["problems"][0]["code"] == "not_showable"
    theirs.delete()
    assert wall(klass)["room"]["shown"] is None


def test_what_somebody_made_is_shown_no_more_when_they_leave(klass: Class) -> None:
    network = network_of(klass, "Ada")
    change(klass, shown=network.pk)
    member_of(klass, "Ada").delete()
    assert wall(klass)["room"]["shown"] is None


def test_an_administrator_uncovers_screens_and_they_are_uncovered_after_three_hours(klass: Class) -> None:
    root = signed_in(make_person("root", "administrator"))
    change(klass, eyes_up=True)
    assert change(klass, enter(klass, "Eve"), eyes_up=False).status_code == 403
    assert change(klass, signed_in(make_person("other", "teacher")), eyes_up=False).status_code == 404
    assert change(klass, root, eyes_up=False).json()["eyes_up"] is False
    assert change(klass, eyes_up=True).json()["eyes_up"]
    fields = {"action": "uncover", "_selected_action": [klass.pk]}
    assert root.post("/admin/classroom/class/", fields).status_code == 302
    assert not wall(klass)["room"]["eyes_up"]
    change(klass, eyes_up=True)
    Class.objects.filter(pk=klass.pk).update(covered=timezone.now() - timedelta(hours=2, minutes=59))
    assert wall(klass)["room"]["eyes_up"]
    Class.objects.filter(pk=klass.pk).update(covered=timezone.now() - timedelta(hours=3))
    assert not wall(klass)["room"]["eyes_up"]


def test_a_covered_screen_says_a_sentence_of_at_most_200_characters(klass: Class) -> None:
    room = change(klass, eyes_up=True, sentence="  Look   here ").json()
    assert (room["eyes_up"], room["sentence"]) == (True, "Look here")
    assert change(klass, sentence="x" * 201).json()["problems"][0]["code"] == "long_sentence"
    assert wall(klass)["room"]["eyes_up"]


def test_the_board_ranks_the_best_results_of_each_data_set(klass: Class) -> None:
    ada, grace = network_of(klass, "Ada"), network_of(klass, "Grace")
    finished(ada, val_accuracy=0.8, val_loss=0.1)
    finished(ada, val_accuracy=0.9, val_loss=0.3)
    finished(grace, val_accuracy=0.95)
    finished(grace, "own_of_grace", val_accuracy=1.0)
    finished(ada, "diabetes", val_loss=2.0)
    finished(grace, "diabetes", val_loss=3.0)
    assert wall(klass)["room"]["rankings"] == []
    rankings = change(klass, board="names").json()["rankings"]
    assert [[(row["place"], row["name"], row["result"]) for row in one["rows"]] for one in rankings] == [
        [(1, "Ada", "2"), (2, "Grace", "3")],
        [(1, "Grace", "0.95"), (2, "Ada", "0.9")],
    ]
    assert [one["measure"] for one in rankings] == ["val_loss (MeanSquaredError)", "val_accuracy"]
    anonymous = change(klass, board="anonymous").json()["rankings"]
    assert "Ada" not in json.dumps(anonymous)
    assert change(klass, board="off").json()["rankings"] == []


def test_only_numbers_of_one_kind_are_ranked(klass: Class) -> None:
    ada, grace = network_of(klass, "Ada"), network_of(klass, "Grace")
    finished(ada, val_sparse_top_k_categorical_accuracy=1.0, val_accuracy=0.6)
    finished(grace, val_accuracy=0.7)
    finished(ada, "diabetes", "MeanSquaredError", val_loss=0.5)
    finished(ada, "diabetes", "MeanAbsoluteError", val_loss=0.6)
    finished(grace, "diabetes", "MeanAbsoluteError", val_loss=0.4)
    rankings = change(klass, board="names").json()["rankings"]
    assert [(one["measure"], [(row["name"], row["result"]) for row in one["rows"]]) for one in rankings] == [
        ("val_loss (MeanAbsoluteError)", [("Grace", "0.4"), ("Ada", "0.6")]),
        ("val_loss (MeanSquaredError)", [("Ada", "0.5")]),
        ("val_accuracy", [("Grace", "0.7"), ("Ada", "0.6")]),
    ]
    assert tile(klass, "Ada")["best"]["metric"] == "val_loss (MeanAbsoluteError)"


def test_the_board_has_ten_lines_and_ones_own_and_shares_places(klass: Class) -> None:
    names = {person: f"Student {person:02}" for person in range(20)}
    ranking = Ranking("Assignment", "points", tuple(Row(person, float(max(0, 15 - person)), "points") for person in names))
    [found] = board.shown([ranking], "anonymous", names, 19)
    assert [row.place for row in found.rows] == [*range(1, 11), 16]
    assert [row.is_you for row in found.rows] == [False] * 10 + [True]
    assert {row.name for row in found.rows} == {None}


def test_an_app_that_gives_points_is_on_the_board(klass: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    def points(klass: Class) -> list[Ranking]:
        return [Ranking("Digits", "points", (Row(User.objects.get(first_name="Ada").pk, 7.0, "7 of 9"),))]

    monkeypatch.setattr(board, "_sources", [])
    board.register(points)
    assert change(klass, board="names").json()["rankings"] == [
        {"title": "Digits", "measure": "points", "rows": [{"place": 1, "name": "Ada", "result": "7 of 9", "is_you": False}]}
    ]
