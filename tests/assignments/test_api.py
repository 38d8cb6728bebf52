"""Assignments as their teacher writes them and as students meet them, up to the checks."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from assignments import checking, handing_in, material, pictures, ready, starting, writing
from assignments.models import Assignment, HandIn
from assignments.reach import standing_in
from assignments.rules import Facts
from assignments.schemas import NewHandIn
from assignments.splitting import forget_parts, split
from classroom import ending
from classroom.belongings import archive_of
from classroom.models import Class, today
from designer import kept_weights, weights_store
from designer.answers import Refusal
from designer.core.analysis import Analysis, Totals
from designer.core.document import WeightsRef, parse
from designer.core.problems import Problem
from designer.models import KeptWeights, Network
from tests.assignments.making import RULES, Room, body, codes, make_assignment, send, started
from tests.classroom.people import enter, make_class, make_person, signed_in
from tests.training.core.own_data.making import flowers
from tests.training.make_run import make_document, make_run
from training import lending, own_datasets, uploads
from training.core import own_data
from training.core.own_data import store
from training.core.withholding import HIDDEN, read_hidden, withhold
from training.dataset_models import Dataset
from training.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return Room()


def own_table(room: Room) -> str:
    """A data set of the teacher's own."""
    upload = uploads.put(room.klass.teacher_id, "flowers.csv", flowers().encode())
    recipe = own_data.inspect(upload.path, upload.name).recipe
    assert recipe is not None
    return own_datasets.keep(upload, "My flowers", recipe.model_copy(update={"missing": "mean"})).name


def freeze(assignment: Assignment, person: User) -> HandIn:
    """Something handed in that waits for its checks."""
    standing = standing_in(person, assignment.klass)
    assert standing is not None
    work, _ = starting.start(assignment, person)
    return handing_in.freeze(assignment, standing, NewHandIn(network=work.network_id))


def hand_in(room: Room, assignment: Assignment, nickname: str = "Ada", **facts: Any) -> HandIn:
    """Something handed in, as if it had been checked."""
    made = freeze(assignment, room.person(nickname))
    made.facts = {"parameters": 67, "epochs": 3} | facts
    made.save()
    return made


async def packed(user: User) -> bytes:
    return b"".join([piece async for piece in archive_of(user)])


def picture(format_: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, format_)
    return out.getvalue()


def send_file(client: Client, path: str, name: str, data: bytes) -> Any:
    return client.post(f"/api{path}", {"file": SimpleUploadedFile(name, data)})


def test_a_draft_is_written_whole_and_read_again(room: Room) -> None:
    sent = body(palette=["Dense"], shown={"layers": {"Dense": ["units"]}, "settings": ["epochs"]}, tries=3, takes_late=True)
    made = send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments", sent)
    assert made.status_code == 201, made.content
    told = send(room.teacher, "put", f"/assignments/{made.json()['id']}", sent | {"title": "  Iris   flowers "}).json()
    assert (told["title"], told["palette"], told["tries"], told["published"]) == ("Iris flowers", ["Dense"], 3, False)
    assert told["shown"] == {"layers": {"Dense": ["units"]}, "settings": ["epochs"]}
    assert [rule["title"] for rule in told["rules"]] == ["At most 100 parameters", "Without Dropout", "Accuracy of at least 0.5 on hidden samples"]
    assert [rule["needs_training"] for rule in told["rules"]] == [False, False, True]
    assert (told["of"], told["counts"]["members"], told["dataset"]) == (6, 2, "iris")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dataset": "nothing"}, "unknown_dataset"),
        ({"dataset": None}, "no_dataset"),
        ({"hidden": 0}, "nothing_hidden"),
        ({"title": "  "}, "wrong_title"),
        ({"rules": [{"kind": "with_layer", "layer": "Denze"}]}, "unknown_layer"),
        ({"rules": [{"kind": "with_callback", "callback": "Stop"}]}, "unknown_callback"),
        ({"rules": [{"kind": "most_beauty"}]}, "malformed"),
        ({"deadline": "0002-06-03T12:00:00Z"}, "wrong_deadline"),
        ({"rules": [{"kind": "score", "metric": "mean_squared_error", "bound": 0.1}]}, "wrong_score"),
        ({"dataset": "sunspots", "rules": [{"kind": "gap", "metric": "accuracy", "most": 0.1}]}, "wrong_score"),
        ({"rules": [{"kind": "score", "metric": "accuracy", "bound": 90}]}, "wrong_score"),
    ],
)
def test_what_is_wrong_with_an_assignment_is_said(room: Room, changes: dict[str, Any], code: str) -> None:
    answer = send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments", body(**changes))
    assert (answer.status_code, codes(answer)) == (422, [code])


def test_a_network_is_made_from_the_starter_once(room: Room) -> None:
    assignment = make_assignment(room)
    first = started(room.ada, assignment)
    assert started(room.ada, assignment) == first != started(room.bob, assignment)
    document = send(room.ada, "get", f"/networks/{first}").json()["document"]
    assert (document["name"], document["training"]["dataset"]) == ("Iris", assignment.visible)
    told = send(room.ada, "get", f"/networks/{first}/assignment").json()
    assert (told["title"], told["hand_ins"], told["hand_in"], told["tries_left"]) == ("Irises", [], None, None)
    own = Network.make(room.person("Ada").pk, make_document()).pk
    assert send(room.ada, "get", f"/networks/{own}/assignment").json() is None


def test_rules_are_judged_while_it_is_drawn(room: Room) -> None:
    assignment = make_assignment(room)
    seen: dict[str, Any] = {"document": make_document().to_json(), "parameters": 67, "problems": []}
    told = send(room.ada, "post", f"/assignments/{assignment.pk}/rules", seen).json()
    assert [result["passed"] for result in told] == [True, True, None]
    seen["document"]["nodes"][1] |= {"layer": "Dropout", "config": {"rate": 0.5}}
    told = send(room.ada, "post", f"/assignments/{assignment.pk}/rules", seen | {"parameters": 4000}).json()
    assert [result["passed"] for result in told] == [False, False, None]
    assert told[0]["said"] == "It has 4,000 parameters; at most 100 may be. Make it smaller."


def test_the_data_stays_as_it_is_once_somebody_works_on_it(room: Room) -> None:
    assignment = make_assignment(room)
    started(room.ada, assignment)
    answer = send(room.teacher, "put", f"/assignments/{assignment.pk}", body(hidden=0.4, published=True))
    assert codes(answer) == ["in_use"]
    assert send(room.teacher, "put", f"/assignments/{assignment.pk}", body(published=True)).status_code == 200


def test_what_its_teacher_tries_is_no_work_on_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def parted(*_: Any, **__: Any) -> str:
        return "{}"

    monkeypatch.setattr(writing, "ask_text", parted)
    assignment = make_assignment(room, published=False)
    tried = Network.objects.get(pk=started(room.teacher, assignment))
    trial = freeze(assignment, room.klass.teacher)
    administrator = signed_in(make_person("root", "administrator"))
    started(administrator, assignment)
    path = f"/assignments/{assignment.pk}"
    assert send(room.teacher, "get", f"{path}/hand-ins").json() == []
    assert send(room.teacher, "get", f"/hand-ins/{trial.pk}").status_code == 200
    changed = send(room.teacher, "put", path, body(hidden=0.4))
    assert (changed.status_code, changed.json()["hidden"]) == (200, 0.4), changed.content
    assert (assignment.works.count(), assignment.hand_ins.count(), Network.objects.filter(frozen=True).count()) == (0, 0, 0)
    tried.refresh_from_db()
    assert (tried.document["training"]["dataset"], tried.revision) == ("iris", 2)
    assignment.refresh_from_db()
    split(assignment)
    assert started(room.teacher, assignment) != tried.pk


def test_a_student_who_left_has_worked_on_it(room: Room) -> None:
    assignment = make_assignment(room)
    started(room.ada, assignment)
    room.klass.members.filter(nickname="Ada").delete()
    assert codes(send(room.teacher, "put", f"/assignments/{assignment.pk}", body(hidden=0.4))) == ["in_use"]


def test_what_another_window_wrote_is_not_overwritten(room: Room) -> None:
    assignment = make_assignment(room)
    path = f"/assignments/{assignment.pk}"
    before = send(room.teacher, "get", path).json()["changed"]
    first = send(room.teacher, "put", path, body(text="One", based_on=before))
    assert (first.status_code, first.json()["published"]) == (200, True)
    second = send(room.teacher, "put", path, body(text="Two", based_on=before))
    assert (second.status_code, codes(second)) == (409, ["changed_meanwhile"])
    assert send(room.teacher, "put", path, body(text="Two", based_on=first.json()["changed"])).json()["text"] == "Two"


def test_nobody_starts_while_the_data_is_not_parted(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any, **__: Any) -> str:
        raise Refusal(Problem(code="no_worker", message="No worker is free."), status=503)

    monkeypatch.setattr(writing, "ask_text", fail)
    assignment = make_assignment(room)
    answer = send(room.teacher, "put", f"/assignments/{assignment.pk}", body(hidden=0.4))
    assert (answer.status_code, codes(answer)) == (503, ["no_worker"])
    assert send(room.ada, "post", f"/assignments/{assignment.pk}/start").status_code == 404
    Assignment.objects.update(published=True)
    answer = send(room.ada, "post", f"/assignments/{assignment.pk}/start")
    assert (answer.status_code, codes(answer)) == (409, ["not_ready"])


def test_a_split_of_other_data_than_that_of_now_is_dropped(room: Room) -> None:
    assignment = make_assignment(room, is_split=False)
    Assignment.objects.update(dataset="digits")
    with pytest.raises(Refusal, match="Publish it again"):
        split(assignment)
    assignment.refresh_from_db()
    assert assignment.visible == ""
    assert not any((assignment.folder / HIDDEN).iterdir())


def test_assignments_on_the_same_data_hide_the_same_samples(room: Room) -> None:
    own = own_table(room)
    one, other = (make_assignment(room, dataset=own, rules=[]) for _ in range(2))
    hidden = [read_hidden(each.folder / HIDDEN / each.visible) for each in (one, other)]
    assert all(np.array_equal(hidden[0][name], hidden[1][name]) for name in hidden[0])
    answer = send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments", body(dataset=own, hidden=0.5))
    assert codes(answer) == ["other_share"]


def test_no_two_assignments_on_the_same_data_hide_different_shares(room: Room) -> None:
    own = own_table(room)
    one, other = (make_assignment(room, dataset=own, rules=[]) for _ in range(2))
    answer = send(room.teacher, "put", f"/assignments/{other.pk}", body(dataset=own, rules=[], hidden=0.3))
    assert codes(answer) == ["other_share"]
    draft = make_assignment(room, is_split=False, dataset=own, rules=[], hidden=0.3)  # written before the others were parted
    with pytest.raises(Refusal, match="“Irises” hides 20%"):
        split(draft)
    draft.refresh_from_db()
    assert draft.visible == ""
    Assignment.objects.filter(pk__in=[one.pk, other.pk]).delete()
    split(draft)


def test_what_was_made_of_the_same_file_for_another_class_hides_the_same_samples(room: Room) -> None:
    one, other = (make_assignment(room, dataset=own_table(room), rules=[]) for _ in range(2))
    assert one.dataset != other.dataset
    hidden = [read_hidden(each.folder / HIDDEN / each.visible) for each in (one, other)]
    assert all(np.array_equal(hidden[0][name], hidden[1][name]) for name in hidden[0])
    colleague = make_person("colleague", "teacher")
    upload = uploads.put(colleague.pk, "flowers.csv", flowers().encode())
    theirs = own_datasets.keep(upload, "Flowers", store.recipe_of(store.folder_of(one.dataset))).name
    answer = send(signed_in(colleague), "post", f"/classes/{make_class(colleague).pk}/assignments", body(dataset=theirs, rules=[], hidden=0.5))
    assert codes(answer) == ["other_share"]
    assert answer.json()["problems"][0]["message"].startswith("An assignment of another teacher hides 20%")


def hidden_by(assignment: Assignment) -> dict[str, Any]:
    """The samples that an assignment hides."""
    return {name: values.tolist() for name, values in read_hidden(assignment.folder / HIDDEN / assignment.visible).items()}


def as_before_digests(assignment: Assignment) -> None:
    """Bring an assignment and its data set into the state of before digests were noted."""
    (store.folder_of(assignment.dataset) / store.ORIGIN).unlink()
    forget_parts(assignment)
    assignment.save()
    split(assignment)
    (store.folder_of(assignment.dataset) / store.ORIGIN).unlink()
    Assignment.objects.filter(pk=assignment.pk).update(drawn_from="", drawn_by="")
    assignment.refresh_from_db()


def test_data_from_before_digests_were_noted_hides_what_it_hid_wherever_its_file_goes(room: Room) -> None:
    of_now = make_assignment(room, dataset=own_table(room), rules=[])
    drawn_now = hidden_by(of_now)
    of_now.delete()
    old = make_assignment(room, dataset=own_table(room), rules=[])
    as_before_digests(old)
    drawn = hidden_by(old)
    assert drawn != drawn_now
    import_module("assignments.migrations.0004_drawn_by").note(apps, None)
    again, copied = (make_assignment(room, dataset=name, rules=[]) for name in (old.dataset, own_table(room)))
    assert (hidden_by(again), hidden_by(copied)) == (drawn, drawn)
    answer = send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments", body(dataset=own_table(room), rules=[], hidden=0.5))
    assert codes(answer) == ["other_share"]
    Assignment.objects.all().delete()
    assert hidden_by(make_assignment(room, dataset=old.dataset, rules=[])) == drawn


def test_parts_that_were_drawn_otherwise_meanwhile_are_dropped(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (make_assignment(room, is_split=False, dataset=own_table(room), rules=[]) for _ in range(2))
    origin = store.origin_of(one.dataset)
    assert origin is not None
    found = {"visible": "own_aaaaaaaaaaaa", "drawn_from": origin.digest, "drawn_by": "its name"}

    def withhold_meanwhile(*given: Any) -> Any:
        Assignment.objects.filter(pk=other.pk).update(**found)
        return withhold(*given)

    monkeypatch.setattr("assignments.splitting.withhold", withhold_meanwhile)
    with pytest.raises(Refusal, match="at the same time"):
        split(one)
    one.refresh_from_db()
    assert (one.visible, [*(one.folder / HIDDEN).iterdir()]) == ("", [])


def test_a_file_is_read_for_its_digest_when_it_is_kept_and_never_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    own = own_table(room)

    def read(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr("training.core.own_data.store.hashlib.file_digest", read)
    make_assignment(room, dataset=own, rules=[])
    assert not own_datasets.may_see_samples(room.person("Ada").pk, room.klass.teacher_id, own)
    monkeypatch.setattr(lending, "guards", read)
    assert own_datasets.may_see_samples(room.klass.teacher_id, room.klass.teacher_id, own)


LOOKS = (
    "samples",
    "eyes/chosen",
    "eyes/judged/1",
    "eyes/layers/1",
    "eyes/boundary/1",
    "eyes/afterwards",
    "eyes/samples/training/0",
    "eyes/plane?across=0&up=1",
)


def looked_at(client: Client, run: Run) -> set[str]:
    """How somebody is answered who wants to see samples in a run."""
    return {answer.json()["problems"][0]["code"] for answer in (send(client, "get", f"/runs/{run.pk}/{look}") for look in LOOKS)}


def test_runs_of_the_teacher_show_no_student_what_an_assignment_hides(room: Room) -> None:
    own = own_table(room)
    run = make_run(network=Network.make(room.klass.teacher_id, make_document(dataset=own)), dataset=own, state="finished")
    Network.objects.update(shared="public")
    assert looked_at(room.ada, run) == {"not_found"}  # it kept neither looks nor a model
    assignment = make_assignment(room, dataset=own_table(room), rules=[])  # on the same file
    assert (looked_at(room.ada, run), looked_at(room.teacher, run)) == ({"samples_guarded"}, {"not_found"})
    assert send(room.ada, "get", f"/runs/{run.pk}").status_code == 200
    assignment.delete()
    assert looked_at(room.ada, run) == {"not_found"}


def test_samples_that_are_lent_to_a_class_are_shown_to_nobody_else(room: Room) -> None:
    assignment = make_assignment(room, dataset=own_table(room), rules=[])
    network = Network.make(room.person("Ada").pk, make_document(dataset=assignment.visible))
    run = make_run(network=network, dataset=assignment.visible, state="finished")
    Network.objects.update(shared="public")
    found = {role: looked_at(client, run) for role, client in room.clients().items()}
    guarded = {"teacher of another class", "stranger", "no one"}
    assert found == {role: {"samples_guarded"} if role in guarded else {"not_found"} for role in found}


def test_what_was_learned_from_lent_data_stays_of_use_when_they_are_lent_no_more(room: Room) -> None:
    assignment = make_assignment(room, rules=[])
    network = Network.make(room.person("Ada").pk, make_document(dataset=assignment.visible))
    run = make_run(network=network, dataset=assignment.visible, state="finished")
    clients = room.clients()
    told = send(room.ada, "get", f"/runs/{run.pk}/dataset").json()
    assert (told["name"], told["train_samples"] + told["test_samples"], told["own"]) == (assignment.visible, 120, False)
    Assignment.objects.update(published=False)
    assert [send(clients[role], "get", f"/runs/{run.pk}/dataset").json() for role in ("owner", "teacher")] == [told, told]
    assert send(clients["stranger"], "get", f"/runs/{run.pk}/dataset").status_code == 404
    Network.objects.update(shared="public")
    room.klass.members.update(locked=True)
    for role, client in clients.items():
        assert send(client, "get", f"/runs/{run.pk}/dataset").json() == told
        kept_out = set() if role in ("owner", "teacher", "administrator") else {"samples_guarded"}
        assert looked_at(client, run) - {"not_found"} == kept_out
    assert send(room.ada, "get", f"/networks/{network.pk}/dataset").status_code == 404
    assert send(room.ada, "get", f"/datasets/{assignment.visible}/samples").status_code == 404


def test_what_a_file_does_not_come_to_leaves_nothing_behind(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    own = own_table(room)
    assignment = make_assignment(room, is_split=False, dataset=own, rules=[], takes_late=True)
    given = material.of(assignment)
    given = given.model_copy(update={"pictures": {f"{number}.png": picture() for number in range(2)}})
    standing = standing_in(room.klass.teacher, room.klass)
    assert standing is not None

    async def kept(owner: int, _: material.Material) -> str:
        return own

    monkeypatch.setattr(ready, "_keep_data", kept)
    folders = set((Path(settings.DATA_DIR) / "assignments").glob("*"))
    monkeypatch.setattr(pictures, "MOST", 1)
    with pytest.raises(Refusal, match="at most 1 pictures"):
        async_to_sync(ready.take)(standing, given)
    assert (Assignment.objects.count(), Dataset.objects.filter(pk=own).exists()) == (1, False)
    assert set((Path(settings.DATA_DIR) / "assignments").glob("*")) == folders
    monkeypatch.setattr(pictures, "MOST", 40)
    assert async_to_sync(ready.take)(standing, given).takes_late


def test_weights_that_were_given_are_accepted_when_the_starter_has_others_by_now(room: Room) -> None:
    digests = [kept_weights.keep({"dense": (np.full((4, 8), value, "float32"),)}, room.klass.teacher_id) for value in (1, 2, 3)]
    starters = [body()["starter"] | {"weights": {"digest": digest, "title": "given"}} for digest in digests]
    assignment = make_assignment(room, starter=starters[0])
    made = freeze(assignment, room.person("Ada"))
    Assignment.objects.update(starter=starters[1])
    totals = Totals(layers=2, trainable=67, non_trainable=0, weight_bytes=268, flops=0)
    found = Analysis(nodes={}, problems=(), totals=totals, inputs=("input_layer",), outputs=("dense_1",))
    for starter, untrained in ((starters[0], ""), (starters[1], ""), (starters[2], checking.FOREIGN_WEIGHTS)):
        HandIn.objects.update(facts=None, check_run=None)
        again = HandIn.objects.select_related("assignment", "network").get(pk=made.pk)
        checking.begin(again, starting.on_its_data(parse(starter), again.assignment), found)
        again.refresh_from_db()
        assert again.parsed_facts.untrained == untrained


def test_a_run_is_the_same_network_wherever_its_nodes_lie_and_whatever_they_are_called(room: Room) -> None:
    assignment = make_assignment(room, rules=[])
    work, _ = starting.start(assignment, room.person("Ada"))
    run = make_run(network=work.network, state="finished")
    told = json.dumps(work.network.document | {"name": "Mine"}).replace('"dense"', '"first"')
    work.network.document = json.loads(told)
    work.network.document["nodes"][1]["at"] = [30, 40]
    work.network.save()
    standing = standing_in(room.person("Ada"), room.klass)
    assert standing is not None
    for units, same in ((8, True), (9, False)):
        work.network.document["nodes"][1]["config"]["units"] = units
        work.network.save()
        made = handing_in.freeze(assignment, standing, NewHandIn(network=work.network_id, run=run.pk))
        assert made.run is not None
        assert made.run["same"] is same
        made.delete()


def test_an_assignment_that_was_taken_back_says_so_where_it_was_worked_on(room: Room) -> None:
    assignment = make_assignment(room)
    network = started(room.ada, assignment)
    Assignment.objects.update(published=False)
    told = send(room.ada, "get", f"/networks/{network}/assignment").json()
    assert (told["title"], told["taken_back"], told["text"], told["rules"], told["dataset"]) == ("Irises", True, "", [], None)
    assert told["has_data"]
    document = send(room.ada, "get", f"/networks/{network}").json()["document"]
    answer = send(room.ada, "post", f"/networks/{network}/runs", {"document": document})
    assert codes(answer) == ["unknown_dataset"]
    assert "taken the assignment back" in answer.json()["problems"][0]["message"]


def test_no_data_come_back_with_an_assignment_that_has_none(room: Room) -> None:
    network = started(room.ada, make_assignment(room, dataset="", rules=[]))
    Assignment.objects.update(published=False)
    told = send(room.ada, "get", f"/networks/{network}/assignment").json()
    assert (told["taken_back"], told["has_data"]) == (True, False)


def test_marks_that_were_typed_on_others_are_refused(room: Room) -> None:
    assignment = make_assignment(room)
    made = hand_in(room, assignment, scores={"accuracy": 0.4})
    path = f"/hand-ins/{made.pk}/marks"
    given = {"rules": [{"rule": 0, "points": 1}], "based_on": made.revision}
    first = send(room.teacher, "put", path, given)
    assert (first.status_code, first.json()["revision"]) == (200, made.revision + 1)
    second = send(room.teacher, "put", path, given)
    assert (second.status_code, codes(second)) == (409, ["changed_meanwhile"])
    standing = standing_in(room.klass.teacher, room.klass)
    assert standing is not None
    revisions = []
    for rules in (assignment.rules, assignment.rules[::-1]):
        Assignment.objects.update(rules=rules)
        again = HandIn.objects.get(pk=made.pk)
        handing_in.renew(again, standing)
        revisions.append(again.revision)
        HandIn.objects.update(facts={"scores": {"accuracy": 0.4}})
    assert revisions == [made.revision + 1, made.revision + 2]


def test_a_hand_in_is_a_copy_that_nothing_changes(room: Room) -> None:
    assignment = make_assignment(room)
    made = hand_in(room, assignment)
    work = assignment.works.get(person=room.person("Ada")).network
    work.document = make_document(epochs=9).to_json()
    work.save()
    assignment.rules = []
    assignment.save()
    told = send(room.ada, "get", f"/hand-ins/{made.pk}").json()
    assert (told["document"]["training"]["epochs"], len(told["results"]), told["came_from"]) == (3, 3, work.pk)
    assert send(room.ada, "delete", f"/networks/{work.pk}").status_code == 204
    told = send(room.ada, "get", f"/hand-ins/{made.pk}").json()
    assert (told["came_from"], told["network"]) == (None, made.network_id)


@pytest.mark.parametrize(("takes_late", "late"), [(False, None), (True, True)])
def test_after_the_deadline_it_is_refused_or_marked_as_late(room: Room, takes_late: bool, late: bool | None) -> None:
    assignment = make_assignment(room, rules=[], deadline=timezone.now() - timedelta(minutes=1), takes_late=takes_late)
    if late is None:
        with pytest.raises(Refusal, match="The time to hand in ended"):
            hand_in(room, assignment)
    else:
        assert hand_in(room, assignment).late


def test_whether_the_deadline_is_over_is_said_by_the_servers_clock(room: Room) -> None:
    assignment = make_assignment(room, rules=[], deadline=timezone.now() + timedelta(minutes=5))
    network = started(room.ada, assignment)
    paths = [f"/assignments/{assignment.pk}", f"/networks/{network}/assignment"]
    assert [send(room.ada, "get", path).json()["over"] for path in paths] == [False, False]
    Assignment.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    assert [send(room.ada, "get", path).json()["over"] for path in paths] == [True, True]


def test_hand_ins_are_told_apart_by_members_and_not_by_names(room: Room) -> None:
    assignment = make_assignment(room, rules=[])
    hand_in(room, assignment, "Bob")
    hand_in(room, assignment, "Ada")
    room.klass.members.filter(nickname="Ada").delete()  # leaves, and keeps the account
    enter(room.klass, "Ada")
    newcomer = room.person("Ada")
    member = room.klass.members.get(nickname="Bob").pk
    told = send(room.teacher, "get", f"/assignments/{assignment.pk}/hand-ins").json()
    assert [(one["person"], one["member"]) for one in told] == [("someone", None), ("Bob", member)]
    freeze(assignment, newcomer)
    told = send(room.teacher, "get", f"/assignments/{assignment.pk}/hand-ins").json()
    assert [one["member"] for one in told] == [room.klass.members.get(user=newcomer).pk, None, member]
    assert all(one["newest"] for one in told)


def test_nobody_hands_in_more_often_than_allowed(room: Room) -> None:
    assignment = make_assignment(room, rules=[], tries=2)
    assert [hand_in(room, assignment).number for _ in range(2)] == [1, 2]
    with pytest.raises(Refusal, match="2 of 2"):
        hand_in(room, assignment)
    assert hand_in(room, assignment, "Bob").number == 1


def test_the_network_of_somebody_else_is_not_handed_in(room: Room) -> None:
    assignment = make_assignment(room)
    network = started(room.bob, assignment)
    answer = send(room.ada, "post", f"/assignments/{assignment.pk}/hand-ins", {"network": network})
    assert answer.status_code == 404
    assert not HandIn.objects.exists()


def test_the_teacher_gives_other_points_and_other_words(room: Room) -> None:
    assignment = make_assignment(room)
    made = hand_in(room, assignment, scores={"accuracy": 0.4})
    path = f"/hand-ins/{made.pk}"
    told = send(room.ada, "get", path).json()
    assert (told["points"], told["results"][2]["said"]) == (3, "Accuracy on the hidden samples: 0.4.")
    marked = send(room.teacher, "put", f"{path}/marks", {"rules": [{"rule": 2, "points": 1.5, "said": "Nearly."}], "remark": "Well drawn."}).json()
    assert (marked["points"], marked["results"][2]["points"], marked["results"][2]["said"], marked["remark"]) == (4.5, 1.5, "Nearly.", "Well drawn.")
    assert send(room.ada, "get", path).json()["points"] == 4.5
    assert codes(send(room.teacher, "put", f"{path}/marks", {"rules": [{"rule": 7, "points": 1}]})) == ["no_such_rule"]
    assert send(room.teacher, "put", f"{path}/marks", {}).json()["points"] == 3


def test_points_stay_with_their_rules_when_the_rules_change(room: Room) -> None:
    assignment = make_assignment(room)
    made = hand_in(room, assignment, scores={"accuracy": 0.9})
    given = [{"rule": 0, "points": 1.5, "said": "Nearly."}, {"rule": 2, "points": 2, "said": "By luck."}]
    send(room.teacher, "put", f"/hand-ins/{made.pk}/marks", {"rules": given})
    first, _, score = assignment.rules
    assignment.rules = [{**score, "bound": 0.7}, first, {"kind": "most_layers", "most": 5}]
    assignment.save()
    answer = send(room.teacher, "get", f"/assignments/{assignment.pk}/marks.csv")
    row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    each = ["Accuracy of at least 0.7 on hidden samples", "At most 100 parameters", "At most 5 layers", "points"]
    assert [row[name] for name in each] == ["", "1.5", "", "4.5"]
    standing = standing_in(room.klass.teacher, room.klass)
    assert standing is not None
    handing_in.renew(made, standing)
    assert made.marks == {"0": {"points": 2, "said": "By luck."}, "1": {"points": 1.5, "said": "Nearly."}}


def test_checks_that_were_begun_anew_meanwhile_are_not_begun_twice(room: Room) -> None:
    made = hand_in(room, make_assignment(room, rules=[RULES[0]]))
    made.facts = None
    made.save()
    late = HandIn.objects.get(pk=made.pk)
    made.begun = timezone.now()
    made.save()
    document = parse(made.network.document)
    totals = Totals(layers=2, trainable=67, non_trainable=0, weight_bytes=268, flops=0)
    found = Analysis(nodes={}, problems=(), totals=totals, inputs=("input_layer",), outputs=("dense_1",))
    checking.begin(late, document, found)
    made.refresh_from_db()
    assert made.facts is None
    checking.begin(made, document, found)
    made.refresh_from_db()
    assert made.parsed_facts.parameters == 67


def test_an_old_hand_in_that_is_checked_again_is_not_called_interrupted(room: Room) -> None:
    made = hand_in(room, make_assignment(room), scores={"accuracy": 0.1})
    HandIn.objects.update(made=timezone.now() - timedelta(days=1), begun=timezone.now() - timedelta(days=1))
    standing = standing_in(room.klass.teacher, room.klass)
    assert standing is not None
    handing_in.renew(made, standing)
    told = send(room.ada, "get", f"/hand-ins/{made.pk}").json()
    assert (told["state"], told["failure"]) == ("checking", "")


def test_comments_stand_on_nodes_and_are_taken_back(room: Room) -> None:
    made = hand_in(room, make_assignment(room))
    path = f"/hand-ins/{made.pk}/comments"
    said = send(room.teacher, "post", path, {"node": "dense", "text": "Why eight?"})
    assert (said.status_code, said.json()["node"], said.json()["mine"]) == (201, "dense", True)
    assert said.json()["author"] == "the teacher"
    reply = send(room.ada, "post", path, {"text": "It was enough."}).json()
    assert (reply["node"], reply["author"]) == (None, "Ada")
    assert codes(send(room.teacher, "post", path, {"node": "conv", "text": "?"})) == ["no_such_node"]
    assert [comment["text"] for comment in send(room.ada, "get", f"/hand-ins/{made.pk}").json()["comments"]] == ["Why eight?", "It was enough."]
    assert codes(send(room.ada, "delete", f"{path}/{said.json()['id']}")) == ["not_yours"]
    assert [send(room.teacher, "delete", f"{path}/{each['id']}").status_code for each in (said.json(), reply)] == [204, 204]


def test_who_teaches_takes_the_classes_away_with_all_that_was_written_for_them(room: Room) -> None:
    assignment = make_assignment(room, solution=body()["starter"])
    made = hand_in(room, assignment, scores={"accuracy": 0.9})
    for client in (room.ada, room.teacher):
        send(client, "post", f"/hand-ins/{made.pk}/comments", {"text": "So?"})
    room.klass.lessons.create(file="one.md", text="# One")
    with zipfile.ZipFile(io.BytesIO(async_to_sync(packed)(room.klass.teacher))) as archive:
        files = {name.split("/", 2)[-1].replace(assignment.pk, "1"): archive.read(name) for name in archive.namelist()}
    assert json.loads(files["class.json"])["members"] == ["Ada", "Bob"]
    assert files["lessons/one.md"] == b"# One"
    assert b"Ada" in files["assignments/Irises 1 marks.csv"]
    again = material.unpack(files["assignments/Irises 1.zip"])
    assert (again.text, again.solution) == ("# Irises", parse(body()["starter"]))
    assert [said["text"] for said in json.loads(files["comments.json"])] == ["So?"]
    with zipfile.ZipFile(io.BytesIO(async_to_sync(packed)(room.person("Ada")))) as archive:
        assert not any(name.startswith("classes/") for name in archive.namelist())
        assert [(one["class"], one["nickname"]) for one in json.loads(archive.read("account.json"))["classes"]] == [("7b", "Ada")]
        assert len(json.loads(archive.read("comments.json"))) == 1


def test_an_assignment_that_is_too_large_to_be_opened_again_is_taken_away_in_parts(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    assignment = make_assignment(room)
    monkeypatch.setattr(material, "LARGEST_FILE", 1)
    with zipfile.ZipFile(io.BytesIO(async_to_sync(packed)(room.klass.teacher))) as archive:
        [written] = [archive.read(name) for name in archive.namelist() if name.endswith(f"{assignment.pk}.json")]
    assert json.loads(written)["text"] == "# Irises"


def test_the_weights_of_an_assignment_go_a_day_after_its_class_has_ended(room: Room) -> None:
    digest = kept_weights.keep({"dense": (np.full((4, 8), 5, "float32"),)}, room.klass.teacher_id)
    starter = body()["starter"] | {"weights": {"digest": digest, "title": "given"}}
    make_assignment(room, starter=starter)
    KeptWeights.objects.update(read=timezone.now() - timedelta(days=2))
    for is_there, ends in ((True, room.klass.ends), (True, today() - timedelta(days=1)), (False, today())):
        os.utime(weights_store.path(digest), (0, 0))  # a day goes by
        kept_weights.collect()
        assert weights_store.exists(digest) == is_there
        Class.objects.update(ends=ends)
        ending.sweep()


def test_a_comment_stands_under_the_nickname_of_its_own_class_and_the_name_of_who_teaches(room: Room) -> None:
    made = hand_in(room, make_assignment(room))
    room.klass.members.filter(nickname="Ada").update(nickname="Countess")  # whose account is called Ada, as in the first class she joined
    teacher = room.klass.teacher
    teacher.first_name, teacher.last_name = "Grace", "Hopper"
    teacher.save()
    for client in (room.ada, room.teacher):
        send(client, "post", f"/hand-ins/{made.pk}/comments", {"text": "So?"})
    told = send(room.ada, "get", f"/hand-ins/{made.pk}").json()
    assert [comment["author"] for comment in told["comments"]] == ["Countess", "Grace Hopper"]
    assert told["person"] == "Countess"


def test_marks_are_a_table_with_everybody_in_it(room: Room) -> None:
    assignment = make_assignment(room)
    hand_in(room, assignment, scores={"accuracy": 0.1})
    hand_in(room, assignment, scores={"accuracy": 0.9})
    member = room.klass.members.get(nickname="Bob")
    member.nickname = "=Bob()"
    member.save()
    answer = send(room.teacher, "get", f"/assignments/{assignment.pk}/marks.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Ada", "'=Bob()"]
    assert (rows[0]["hand-in"], rows[0]["points"], rows[0]["of"], rows[0]["late"]) == ("2", "6", "6", "no")
    assert (rows[1]["hand-in"], rows[1]["points"]) == ("", "")


def test_marks_are_told_with_semicolons_and_decimal_commas_where_that_is_asked_for(room: Room) -> None:
    made = hand_in(room, make_assignment(room), scores={"accuracy": 0.9})
    send(room.teacher, "put", f"/hand-ins/{made.pk}/marks", {"rules": [{"rule": 2, "points": 1.5}]})
    answer = send(room.teacher, "get", f"/assignments/{made.assignment_id}/marks.csv?semicolons=true")
    row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert (row["name"], row["points"], row["of"]) == ("Ada", "4,5", "6")


def test_pictures_are_real_and_bounded(room: Room) -> None:
    assignment = make_assignment(room, rules=[])
    path = f"/assignments/{assignment.pk}/pictures"
    answer = send_file(room.teacher, path, "../My Net.PNG", picture())
    assert (answer.status_code, answer.json()["name"]) == (201, "my-net.png")
    shown = send(room.ada, "get", f"{path}/my-net.png")
    assert (shown.content, shown.headers["Content-Type"]) == (picture(), "image/png")
    for name, data, code in [("a.png", b"<svg/>", "bad_picture"), ("a.png", picture()[:40], "bad_picture"), ("a.bmp", picture("BMP"), "bad_picture")]:
        assert codes(send_file(room.teacher, path, name, data)) == [code]
    assert codes(send_file(room.teacher, path, "large.png", bytes(2_000_001))) == ["too_large"]
    names = [send_file(room.teacher, path, "图.png", picture(size=size)).json()["name"] for size in [(8, 8), (9, 9), (8, 8)]]
    assert names == ["picture.png", "picture-2.png", "picture.png"]
    assert send(room.teacher, "get", f"/assignments/{assignment.pk}").json()["pictures"] == ["my-net.png", "picture-2.png", "picture.png"]
    assert send(room.teacher, "delete", f"{path}/my-net.png").status_code == 204
    assert send(room.ada, "get", f"{path}/my-net.png").status_code == 404


def test_an_assignment_travels_as_one_file(room: Room) -> None:
    assignment = make_assignment(room, solution=make_document(epochs=7).to_json(), palette=["Dense"], text="See ![](net.png)")
    send_file(room.teacher, f"/assignments/{assignment.pk}/pictures", "net.png", picture())
    data = send(room.teacher, "get", f"/assignments/{assignment.pk}/file").content
    answer = send_file(room.teacher, f"/classes/{room.klass.pk}/assignments/file", "irises.zip", data)
    assert answer.status_code == 201, answer.content
    first, second = (send(room.teacher, "get", f"/assignments/{name}").json() for name in (assignment.pk, answer.json()["id"]))
    same = ("title", "text", "starter", "solution", "palette", "shown", "rules", "pictures", "hidden", "chosen")
    assert {name: second[name] for name in same} == {name: first[name] for name in same}
    assert not second["published"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("files_worker", "redis")
def test_the_teachers_own_data_travels_along(room: Room) -> None:
    own = own_table(room)
    assignment = make_assignment(room, is_split=False, dataset=own, starter=make_document(dataset=own).to_json())
    data = send(room.teacher, "get", f"/assignments/{assignment.pk}/file").content
    colleague = make_person("colleague", "teacher")
    answer = send_file(signed_in(colleague), f"/classes/{make_class(colleague).pk}/assignments/file", "flowers.zip", data)
    assert answer.status_code == 201, answer.content
    name = answer.json()["chosen"]
    assert name != own
    spec = store.find(own)
    assert spec is not None
    assert (Dataset.objects.get(pk=name).owner, store.find(name)) == (colleague, spec.model_copy(update={"name": name}))
    assert answer.json()["starter"]["training"]["dataset"] == name
    assert store.read_file(name, "flowers.csv") == flowers().encode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("files_worker", "redis")
def test_what_an_administrator_takes_into_a_class_is_made_of_its_teachers_data(room: Room) -> None:
    own = own_table(room)
    data = send(room.teacher, "get", f"/assignments/{make_assignment(room, is_split=False, dataset=own, rules=[]).pk}/file").content
    administrator = signed_in(make_person("root", "administrator"))
    made = send_file(administrator, f"/classes/{room.klass.pk}/assignments/file", "flowers.zip", data).json()
    assert Dataset.objects.get(pk=made["chosen"]).owner == room.klass.teacher
    answer = send(administrator, "put", f"/assignments/{made['id']}", body(dataset=made["chosen"], rules=[], published=True))
    assert (answer.status_code, answer.json()["published"]) == (200, True), answer.content


def test_the_weights_of_both_networks_travel_along(room: Room, settings: Any, tmp_path: Path) -> None:
    kept = [weights_store.keep({"dense": (np.full((2, 3), value, "float32"),)}) for value in (1, 2)]
    starter, solution = (make_document(dataset="iris").model_copy(update={"weights": WeightsRef(digest=one)}).to_json() for one in kept)
    assignment = make_assignment(room, starter=starter, solution=solution)
    data = send(room.teacher, "get", f"/assignments/{assignment.pk}/file").content
    settings.DATA_DIR = tmp_path  # another machine
    answer = send_file(room.teacher, f"/classes/{room.klass.pk}/assignments/file", "irises.zip", data).json()
    assert [answer[name]["weights"]["digest"] for name in ("starter", "solution")] == kept
    assert [weights_store.exists(one) for one in kept] == [True, True]


def test_weights_that_are_not_kept_any_more_are_left_out_and_that_is_said(room: Room) -> None:
    lost = make_document(dataset="iris").model_copy(update={"weights": WeightsRef(digest="0" * 64)}).to_json()
    assignment = make_assignment(room, starter=lost, solution=lost)
    told = send(room.teacher, "get", f"/assignments/{assignment.pk}").json()["left_out"]
    assert [sentence.partition(" starts")[0] for sentence in told] == ["The weights that the starter", "The weights that the solution"]
    data = send(room.teacher, "get", f"/assignments/{assignment.pk}/file").content
    answer = send_file(room.teacher, f"/classes/{room.klass.pk}/assignments/file", "irises.zip", data).json()
    assert (answer["starter"].get("weights"), answer["solution"].get("weights"), answer["left_out"]) == (None, None, [])


def test_data_of_ones_own_that_is_too_large_stays_behind_and_that_is_said(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    own = own_table(room)
    assignment = make_assignment(room, is_split=False, dataset=own, starter=make_document(dataset=own).to_json())
    assert send(room.teacher, "get", f"/assignments/{assignment.pk}").json()["left_out"] == []
    monkeypatch.setattr(material, "LARGEST_DATA", 10)
    [told] = send(room.teacher, "get", f"/assignments/{assignment.pk}").json()["left_out"]
    assert told.startswith("The data set “My flowers” does not travel in the file: flowers.csv has ")
    assert send(room.ada, "get", f"/assignments/{assignment.pk}").json()["left_out"] == []
    data = send(room.teacher, "get", f"/assignments/{assignment.pk}/file").content
    answer = send_file(room.teacher, f"/classes/{room.klass.pk}/assignments/file", "flowers.zip", data)
    assert (answer.status_code, answer.json()["chosen"]) == (201, None)
    assert answer.json()["starter"]["training"]["dataset"] is None


def test_a_file_opens_nobody_elses_data(room: Room) -> None:
    own = own_table(room)
    assignment = make_assignment(room, is_split=False, dataset="iris")
    data = send(room.teacher, "get", f"/assignments/{assignment.pk}/file").content
    forged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as known, zipfile.ZipFile(forged, "w") as archive:
        for name in known.namelist():
            archive.writestr(name, known.read(name).replace(b'"iris"', f'"{own}"'.encode()))
    colleague = make_person("colleague", "teacher")
    klass = make_class(colleague)
    answer = send_file(signed_in(colleague), f"/classes/{klass.pk}/assignments/file", "a.zip", forged.getvalue())
    assert (answer.status_code, answer.json()["chosen"]) == (201, None)
    stolen = Assignment.objects.create(klass=klass, title="Stolen", dataset=own)
    assert b"flowers" not in send(signed_in(colleague), "get", f"/assignments/{stolen.pk}/file").content
    with pytest.raises(Refusal, match="not here any more"):
        split(stolen)


def test_a_damaged_file_is_refused_in_a_sentence(room: Room) -> None:
    data = send(room.teacher, "get", f"/assignments/{make_assignment(room).pk}/file").content
    damaged = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo("starter.json").header_offset + 60
    damaged[at : at + 40] = bytes(40)
    answer = send_file(room.teacher, f"/classes/{room.klass.pk}/assignments/file", "a.zip", bytes(damaged))
    assert (answer.status_code, codes(answer)) == (422, ["bad_material"])


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (None, "no zip"),
        ({"material.json": b"{}"}, "no text.md"),
        ({"material.json": b"{}", "text.md": b"", "starter.json": b"{}"}, "title"),
        ({"material.json": b'{"title": "A"}', "text.md": b"", "starter.json": b"[1]"}, "starter.json"),
        ({"material.json": b'{"title": "A"}', "text.md": b"", "starter.json": b"{}", "pictures/a.png": b"no"}, "no picture"),
        ({"material.json": b'{"title": "A"}', "text.md": b"", "starter.json": b"{}", "large": bytes(60_000_000)}, "more than"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(room: Room, files: dict[str, bytes] | None, told: str) -> None:
    out = io.BytesIO(b"no zip")
    if files is not None:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    answer = send_file(room.teacher, f"/classes/{room.klass.pk}/assignments/file", "a.zip", out.getvalue())
    assert (answer.status_code, codes(answer)) == (422, ["bad_picture" if told == "no picture" else "bad_material"])
    assert told in answer.json()["problems"][0]["message"]
    assert not Assignment.objects.exists()


def test_what_was_handed_in_is_among_a_students_belongings(room: Room) -> None:
    made = hand_in(room, make_assignment(room))
    names = zipfile.ZipFile(io.BytesIO(async_to_sync(packed)(room.person("Ada")))).namelist()
    assert f"hand-ins/Irises 1 {made.pk}.json" in names
    assert not [name for name in names if made.network_id in name]


def test_layers_are_counted_within_wrappers_and_blocks() -> None:
    document = parse(
        {
            "nodes": [
                {"id": "entered", "layer": "Input", "config": {"shape": [5, 2]}},
                {"id": "both", "layer": "Bidirectional", "config": {"layer": {"class_name": "LSTM", "config": {"units": 3}}}},
                {"id": "dense", "layer": "Dense", "config": {"units": 1}},
            ],
            "edges": [{"from": ["entered", 0], "to": ["both", "inputs", 0]}, {"from": ["both", 0], "to": ["dense", "inputs", 0]}],
        }
    )
    found = checking.facts_of(document, Facts()).classes
    assert {name: found.get(name) for name in ("Bidirectional", "LSTM", "Dense")} == {"Bidirectional": 1, "LSTM": 1, "Dense": 1}
