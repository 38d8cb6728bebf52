"""Who a person is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from config.roles import ROLES, Role, give_role, role_of, teaches
from config.sign_in import owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_a_person_is_what_they_were_made_last(role: Role) -> None:
    person = User.objects.create(username="ada")
    for earlier in ROLES:
        give_role(person, earlier)
    give_role(person, role)
    assert role_of(User.objects.get(pk=person.pk)) == role


def test_who_was_made_nothing_is_a_student() -> None:
    assert role_of(User.objects.create(username="ada")) == "student"


def test_the_owner_of_the_machine_administers_and_teaches() -> None:
    assert role_of(owner()) == "administrator"
    assert teaches(owner())
