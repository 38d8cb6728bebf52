"""A class of a hundred: its wall sends what changed alone, and no page of its teacher asks the database more often than for two."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom import tiles
from classroom.models import MOST_MEMBERS, Class, Membership
from classroom.wall import Wall
from config import broker
from designer.models import Network
from tests.classroom.people import make_class, member_of, signed_in
from tests.training.make_run import make_document
from training.models import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]


def fill(klass: Class, count: int) -> None:
    """Let so many be in a class, each with a network and a run that is done."""
    document = make_document().to_json()
    names = [f"Ada {number}" for number in range(klass.members.count(), count)]
    people = User.objects.bulk_create(User(username=name, password="!") for name in names)
    Membership.objects.bulk_create(Membership(klass=klass, user=one, nickname=one.username, key=one.username.lower(), phrase="!") for one in people)
    networks = Network.objects.bulk_create(Network(owner=one, name="Iris", document=document) for one in people)
    fields = {"document": document, "dataset": "iris", "epochs": 2, "state": "finished", "summary": {"val_accuracy": 0.9}}
    Run.objects.bulk_create(Run(network=network, number=1, name="Run 1", **fields) for network in networks)


def test_a_page_of_a_full_class_asks_no_more_than_that_of_two() -> None:
    klass = make_class(board="names")
    teacher = signed_in(klass.teacher)
    teacher.get("/api/account")  # that they are here is noted once a minute
    asked: list[list[int]] = []
    for count in (2, MOST_MEMBERS):
        fill(klass, count)
        queries = []
        for page in ("", "/wall", "/assignments"):
            with CaptureQueriesContext(connection) as captured:
                assert teacher.get(f"/api/classes/{klass.pk}{page}").status_code == 200
            queries.append(len(captured))
        asked.append(queries)
    assert asked[0] == asked[1]


async def test_a_full_wall_is_sent_once_and_then_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    klass = await sync_to_async(make_class)()
    await sync_to_async(fill)(klass, MOST_MEMBERS)
    read: list[Any] = []
    read_tiles = tiles.read

    def noted(class_id: str, people: Collection[int] | None = None) -> tiles.Read:
        read.append(people)
        return read_tiles(class_id, people)

    monkeypatch.setattr(tiles, "read", noted)
    one = await sync_to_async(member_of)(klass, "Ada 7")
    wall = Wall(klass.pk)
    async with broker.async_redis() as redis:
        whole = json.loads(await wall.begin(redis))
        assert (len(whole["tiles"]), len(whole["curves"])) == (MOST_MEMBERS, MOST_MEMBERS)
        network = await Network.objects.aget(owner=one.user_id)
        body = {"revision": network.revision, "document": network.document | {"name": "Iris again"}}
        client = await sync_to_async(signed_in)(one.user)
        answer = await sync_to_async(client.put)(f"/api/networks/{network.pk}", body, content_type="application/json")
        assert answer.status_code == 200
        while not (told := json.loads(await wall.next(redis))):
            pass
    assert [(tile["nickname"], tile["network"]["name"]) for tile in told["tiles"]] == [("Ada 7", "Iris again")]
    assert (told["curves"], told["gone"], told["whole"]) == ([], [], False)
    assert read[1:] == [{one.user_id}]
