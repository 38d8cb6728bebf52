"""A network for the class: seen by those who sit in one with its owner, who is called there what they are called."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from classroom.models import Class, today
from designer.models import Network
from tests.classroom.people import join, make_class, make_person, member_of, signed_in
from tests.training.make_run import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def klass() -> Class:
    klass = make_class()
    join(klass, "Ada")
    return klass


@pytest.fixture
def network(klass: Class) -> Network:
    """Ada's, for her class."""
    network = Network.make(member_of(klass, "Ada").user_id, make_document())
    network.shared = "class"
    network.save(update_fields=["shared"])
    return network


def sees(client: Client, network: Network) -> bool:
    """Whether that browser is shown the network."""
    return client.get(f"/api/networks/{network.pk}").status_code == 200


def test_class_mates_and_their_teacher_see_it_by_the_nickname_of_its_owner(klass: Class, network: Network) -> None:
    mate, _ = join(klass, "Grace")
    for client in (mate, signed_in(klass.teacher)):
        assert client.get(f"/api/networks/{network.pk}").json()["author"] == "Ada"


def test_a_class_is_offered_to_its_members_and_its_teacher(klass: Class, network: Network) -> None:
    ada = signed_in(network.owner)
    assert ada.get(f"/api/networks/{network.pk}/sharing").json()["offers_class"]
    theirs = Network.make(klass.teacher.pk, make_document())
    assert signed_in(klass.teacher).get(f"/api/networks/{theirs.pk}/sharing").json()["offers_class"]


def test_nobody_of_another_class_sees_it(network: Network) -> None:
    other = make_class(make_person("other", "teacher"))
    stranger, _ = join(other, "Eve")
    assert not sees(stranger, network)
    assert not sees(signed_in(other.teacher), network)


def test_who_is_kept_out_sees_it_no_more(klass: Class, network: Network) -> None:
    mate, _ = join(klass, "Grace")
    assert sees(mate, network)
    klass.members.filter(nickname="Grace").update(locked=True)
    assert not sees(mate, network)


def test_a_class_that_is_over_shares_nothing(klass: Class, network: Network) -> None:
    Class.objects.filter(pk=klass.pk).update(ends=today() - timedelta(days=1))
    assert not sees(signed_in(klass.teacher), network)


def test_a_teacher_without_a_name_is_no_account_name(klass: Class) -> None:
    mate, _ = join(klass, "Grace")
    theirs = Network.make(klass.teacher.pk, make_document())
    theirs.shared = "class"
    theirs.save(update_fields=["shared"])
    assert mate.get(f"/api/networks/{theirs.pk}").json()["author"] == "the teacher"


def test_a_nickname_is_for_the_class_that_it_was_chosen_in(klass: Class, network: Network) -> None:
    mate, _ = join(klass, "Grace")
    other = make_class(make_person("other", "teacher"), name="8a")
    join(other, "Secret identity", signed_in(network.owner))
    theirs, _ = join(other, "Eve")
    Network.objects.filter(pk=network.pk).update(shared="public")

    def author(client: Client) -> str:
        return str(client.get(f"/api/networks/{network.pk}").json()["author"])

    assert [author(client) for client in (mate, signed_in(klass.teacher))] == ["Ada", "Ada"]
    assert [author(client) for client in (theirs, signed_in(other.teacher))] == ["Secret identity"] * 2
    assert [author(client) for client in (signed_in(make_person("stranger", "student")), Client())] == ["someone"] * 2
    assert [card["author"] for card in mate.get("/api/shared").json()] == ["Ada"]
