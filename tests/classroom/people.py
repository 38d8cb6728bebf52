"""People of a classroom, in the words of the tests."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from classroom.models import Class, Membership, nickname_key, today
from config.roles import Role, give_role


def make_person(name: str, role: Role, password: str = "") -> User:
    """Somebody with a role."""
    person = User.objects.create_user(name, password=password or None)
    give_role(person, role)
    return person


def signed_in(person: User) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(person)
    return client


def make_class(teacher: User | None = None, **fields: Any) -> Class:
    """A class of a teacher's."""
    teacher = teacher or User.objects.filter(username="teacher").first() or make_person("teacher", "teacher")
    return Class.objects.create(**{"name": "7b", "teacher": teacher, "ends": today() + timedelta(days=30)} | fields)


def join(klass: Class, nickname: str, client: Client | None = None) -> tuple[Client, str]:
    """Join in a fresh browser, or as who is signed in in one: that browser, and the pass-phrase on its page."""
    client = client or Client()
    typed = {"code": klass.code, "nickname": nickname, "as": client.session.get("_auth_user_id", "")}
    answer = client.post("/join", typed, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200, text
    return client, phrase_on(text)


def phrase_on(page: str) -> str:
    """The pass-phrase that a page shows."""
    found = re.search(r"data-phrase>([a-z ]+)<", page)
    assert found, page
    return found[1]


def enter(klass: Class, nickname: str) -> Client:
    """The browser of a new member, without the time that a pass-phrase takes."""
    user = User(username=f"student-{nickname}", first_name=nickname, password="!")
    user.save()
    Membership.objects.create(klass=klass, user=user, nickname=nickname, key=nickname_key(nickname), phrase="!")
    return signed_in(user)


def member_of(klass: Class, nickname: str) -> Membership:
    """Who has that nickname."""
    return klass.members.select_related("user").get(nickname=nickname)


def come_back(klass: Class, nickname: str, phrase: str, client: Client | None = None) -> Any:
    """Come back in a fresh browser; its answer."""
    return (client or Client()).post("/come-back", {"code": klass.code, "nickname": nickname, "phrase": phrase})


def name_of(client: Client) -> str | None:
    """Who a browser is signed in as."""
    answer = client.get("/api/account")
    return str(answer.json()["name"]) if answer.status_code == 200 else None
