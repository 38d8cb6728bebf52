"""One's own account: what it says, what is taken away, what is deleted."""

from __future__ import annotations

import io
import json
import threading
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import AsyncClient, Client

from classroom import leaving
from classroom.models import Class, today
from config.guessing_limits import WRONG_PASSWORDS
from designer import kept_weights, weights_store
from designer.models import Network, SavedBlock
from tests.classroom.people import enter, join, make_class, make_person, member_of, name_of, signed_in
from tests.training.make_run import make_document, make_network, make_run
from training import starting
from training.dataset_models import Dataset

pytestmark = pytest.mark.django_db


def delete_everything(client: Client, typed: str = "delete everything") -> Any:
    return client.post("/api/account/delete", {"typed": typed}, content_type="application/json")


def test_it_says_who_one_is_and_how_much_is_there() -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    make_run(network=Network.make(member_of(klass, "Ada").user.pk, make_document()))
    account = ada.get("/api/account").json()
    assert (account["name"], account["role"], account["teaches"], account["goes_too"]) == ("Ada", "student", False, True)
    assert account["kept"] == {"networks": 1, "blocks": 0, "runs": 1, "datasets": 0, "classes": 0}
    assert account["classes"][0]["nickname"] == "Ada"
    assert account["classes"][0]["teacher"] == ""  # never the name of an account
    User.objects.filter(pk=klass.teacher.pk).update(first_name="Grace", last_name="Hopper")
    assert ada.get("/api/account").json()["classes"][0]["teacher"] == "Grace Hopper"


def test_it_says_of_each_class_whether_the_account_goes_with_it() -> None:
    first, last = make_class(), make_class(name="8a", ends=today() + timedelta(days=60))
    ada, grace = enter(first, "Ada"), signed_in(make_person("grace", "student", "analytical engine"))
    join(first, "Grace", grace)
    assert [one["goes_too"] for client in (ada, grace) for one in client.get("/api/account").json()["classes"]] == [True, False]
    join(last, "Ada", ada)
    assert {one["name"]: one["goes_too"] for one in ada.get("/api/account").json()["classes"]} == {"7b": False, "8a": True}
    Class.objects.update(ends=today() - timedelta(days=1))  # both end on one day, and the account with them
    assert all(one["goes_too"] for one in ada.get("/api/account").json()["classes"])


@pytest.mark.parametrize(("password", "said"), [("", "is kept until"), ("analytical engine", "stay yours")])
def test_who_joins_is_told_what_becomes_of_what_they_make(password: str, said: str) -> None:
    answer = signed_in(make_person("grace", "student", password)).post("/join", {"code": make_class().code, "nickname": "Grace"}, follow=True)
    assert said in answer.content.decode()


def test_it_says_of_which_class_one_is_kept_out() -> None:
    klass, other = make_class(), make_class(name="8a")
    ada, _ = join(klass, "Ada")
    join(other, "Ada", ada)
    klass.members.update(locked=True)
    assert {one["name"]: one["locked"] for one in ada.get("/api/account").json()["classes"]} == {"7b": True, "8a": False}


def test_no_one_has_an_account() -> None:
    assert Client().get("/api/account").status_code == 401
    assert Client().get("/api/account/archive").status_code == 401
    assert delete_everything(Client()).status_code == 401


@pytest.mark.django_db(transaction=True)
async def test_everything_of_mine_is_one_zip_and_nothing_of_others(async_client: AsyncClient) -> None:
    user = await _prepared()
    await async_client.aforce_login(user)
    answer: Any = await async_client.get("/api/account/archive")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="layerloom-')
    data = b"".join([chunk async for chunk in answer.streaming_content])
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        inside = {name.split("/")[0] for name in names}
        run = next(name for name in names if name.endswith("run.json"))
        network = next(name for name in names if name.startswith("networks/"))
        model = next(name for name in names if name.endswith("model.keras"))
        assert inside == {"README.txt", "account.json", "networks", "blocks", "runs", "data sets", "weights"}
        assert json.loads(archive.read(network))["name"] == "Iris"
        assert json.loads(archive.read(run))["state"] == "finished"
        assert archive.read(model) == b"m" * 1_000_000
        assert len([name for name in names if name.startswith("networks/")]) == 1


def _prepare() -> User:
    user = make_person("ada", "student")
    make_run(role="stranger")
    digest = weights_store.keep({"dense": (np.ones((4, 8), "float32"),)})
    document = make_document()
    network = Network.objects.create(owner=user, name="Iris/..", document=document.to_json() | {"weights": {"digest": digest, "title": "x"}})
    run = make_run(network=network, state="finished")
    run.folder.mkdir(parents=True)
    (run.folder / "model.keras").write_bytes(b"m" * 1_000_000)
    SavedBlock.objects.create(owner=user, name="Residual", blocks={"a": 1})
    dataset = Dataset.objects.create(owner=user, title="Mine", kind="table", bytes=1)
    dataset.folder.mkdir(parents=True)
    (dataset.folder / "mine.csv").write_text("a,b\n")
    return user


@pytest.mark.django_db(transaction=True)
async def test_nobody_waits_while_a_zip_is_packed(async_client: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    packed_in: set[int] = set()
    write = ZipFile.writestr

    def noted(*arguments: Any) -> None:
        packed_in.add(threading.get_ident())
        write(*arguments)

    monkeypatch.setattr(ZipFile, "writestr", noted)
    await async_client.aforce_login(await sync_to_async(make_person)("ada", "student"))
    answer: Any = await async_client.get("/api/account/archive")
    assert b"".join([chunk async for chunk in answer.streaming_content])
    assert packed_in
    assert threading.get_ident() not in packed_in


async def _prepared() -> User:
    return await sync_to_async(_prepare)()


def test_everything_of_mine_is_deleted_with_its_files_and_the_account_is_signed_out() -> None:
    user, other = _prepare(), make_network("stranger")
    run, dataset = user.networks.get().runs.get(), user.datasets.get()
    weights = weights_store.path(user.networks.get().document["weights"]["digest"])
    assert weights.exists()
    client = signed_in(user)
    assert delete_everything(client).status_code == 204
    assert name_of(client) is None
    assert not User.objects.filter(pk=user.pk).exists()
    assert not any(path.exists() for path in (run.folder, dataset.folder, weights))
    assert Network.objects.filter(pk=other.pk).exists()


def test_weights_whose_network_was_deleted_before_go_with_everything_else() -> None:
    user = make_person("ada", "student")
    digest, just_read = (kept_weights.keep({"dense": (np.full(4, value, "float32"),)}, user.pk) for value in (3, 4))
    kept_weights.keep({"dense": (np.full(4, 4, "float32"),)}, make_person("grace", "student").pk)  # who is about to save her network
    Network.objects.create(owner=user, name="Given", document=make_document().to_json() | {"weights": {"digest": digest, "title": "x"}}).delete()
    leaving.leave_for_good(user)
    assert [weights_store.exists(found) for found in (digest, just_read)] == [False, True]


def test_weights_that_another_network_starts_from_stay() -> None:
    user = _prepare()
    document = user.networks.get().document
    Network.objects.create(owner=make_person("grace", "student"), name="Copy", document=document)
    leaving.leave_for_good(user)
    assert weights_store.exists(document["weights"]["digest"])


def test_a_run_that_is_being_trained_is_killed_before_its_files_go(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[str] = []
    monkeypatch.setattr(starting, "kill", killed.append)
    user = make_person("ada", "student")
    make_run(network=Network.make(user.pk, make_document()), state="running", task="t")
    leaving.leave_for_good(user)
    assert "t" in killed


@pytest.mark.parametrize("typed", ["", "yes", "delete"])
def test_nothing_is_deleted_before_the_words_were_typed(typed: str) -> None:
    user = make_person("ada", "student")
    make_network("ada")
    answer = delete_everything(signed_in(user), typed)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "not_confirmed")
    assert user.networks.count() == 1


def test_who_teaches_keeps_the_account_and_the_classes() -> None:
    klass = make_class()
    join(klass, "Ada")
    make_network("teacher")
    client = signed_in(klass.teacher)
    assert delete_everything(client).status_code == 204
    assert name_of(client) == "teacher"
    assert (klass.teacher.networks.count(), klass.members.count()) == (0, 1)


def test_who_teaches_may_have_the_classes_deleted_too_with_the_accounts_made_for_them() -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    client = signed_in(klass.teacher)
    assert client.get("/api/account").json()["kept"]["classes"] == 1
    answer = client.post("/api/account/delete", {"typed": "delete everything", "classes": True}, content_type="application/json")
    assert answer.status_code == 204
    assert [name_of(client), name_of(ada), Class.objects.count()] == ["teacher", None, 0]


def change_password(client: Client, old: str, new: str) -> Any:
    return client.post("/api/account/password", {"old": old, "new": new}, content_type="application/json")


def test_a_teacher_changes_their_password_and_is_signed_out_everywhere_else() -> None:
    user = make_person("ada", "teacher", "analytical engine")
    here, elsewhere = signed_in(user), signed_in(user)
    assert here.get("/api/account").json()["has_password"]
    assert change_password(here, "analytical engine", "difference engine").status_code == 204
    assert User.objects.get(pk=user.pk).check_password("difference engine")
    assert [name_of(here), name_of(elsewhere)] == ["ada", None]


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [("wrong", "difference engine", "wrong_password", "old"), ("analytical engine", "password", "weak_password", "new")],
)
def test_a_password_that_is_not_changed_says_why(old: str, new: str, code: str, field: str) -> None:
    user = make_person("ada", "teacher", "analytical engine")
    answer = change_password(signed_in(user), old, new)
    problem = answer.json()["problems"][0]
    assert (answer.status_code, problem["code"], problem["param"]) == (422, code, field)
    assert User.objects.get(pk=user.pk).check_password("analytical engine")


def test_whoever_guesses_at_a_password_here_is_locked_out_as_at_the_sign_in() -> None:
    client = signed_in(make_person("ada", "teacher", "analytical engine"))
    for _ in range(WRONG_PASSWORDS):
        change_password(client, "wrong", "difference engine")
    answer = change_password(client, "analytical engine", "difference engine")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (429, "locked_out")
    assert "Try again in 10 minutes." in answer.json()["problems"][0]["message"]


def test_who_has_no_password_has_none_to_change() -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    assert not ada.get("/api/account").json()["has_password"]
    assert change_password(ada, "", "difference engine").json()["problems"][0]["code"] == "no_password"
