"""`manage.py up --class`: what a class needs is made on the way, once."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest

from classroom import first
from classroom.models import Class
from config.management.commands.up import Command
from config.roles import role_of
from config.sign_in import owner
from tests.classroom.people import make_class, make_person
from tests.running import ROOT, ended, environment, free_port, layerloom


@pytest.fixture
def reachable(db: None, settings: Any) -> None:
    """A server that other machines can reach."""
    settings.LOOPBACK = False


def test_a_first_teacher_and_a_first_class_are_made_where_there_are_none(reachable: None) -> None:
    owner()  # who has no password, and cannot sign in from another machine
    prepared = first.prepare()
    teacher = User.objects.get(username="teacher")
    assert role_of(teacher) == "teacher"
    assert authenticate(HttpRequest(), username="teacher", password=prepared.password) == teacher
    assert Class.objects.get().code == prepared.code
    assert Class.objects.get().teacher == teacher
    assert prepared.password in prepared.told_at_once()
    assert prepared.code in prepared.told()


def test_nothing_is_made_twice(reachable: None) -> None:
    made = first.prepare()
    again = first.prepare()
    assert (again.code, again.password) == (made.code, "")
    assert (User.objects.count(), Class.objects.count()) == (1, 1)
    assert "pass-phrase" not in again.told()
    assert again.told_at_once() == ""


def test_the_pass_phrase_is_told_when_it_is_made_whatever_fails_later(reachable: None, capsys: pytest.CaptureFixture[str]) -> None:
    prepared = Command()._prepare()
    assert prepared.password
    assert prepared.password in capsys.readouterr().out


def test_no_account_is_left_behind_whose_pass_phrase_nobody_was_told(reachable: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Class.objects, "create", fails)
    with pytest.raises(OSError, match="full"):
        first.prepare()
    assert not User.objects.exists()


def test_who_teaches_already_is_given_the_first_class(reachable: None) -> None:
    ada = make_person("ada", "administrator", "analytical engine")
    assert first.prepare().password == ""
    assert Class.objects.get().teacher == ada


def test_a_class_that_exists_is_the_one_that_is_joined(reachable: None) -> None:
    klass = make_class(make_person("ada", "teacher", "analytical engine"))
    assert first.prepare().code == klass.code


@pytest.mark.parametrize("loopback", [False, True])
def test_of_a_class_that_nobody_can_join_it_is_said_how_it_is_unlocked(reachable: None, settings: Any, loopback: bool) -> None:
    settings.LOOPBACK = loopback
    klass = make_class(make_person("ada", "teacher", "analytical engine"))
    assert "locked" not in first.prepare().told()
    klass.locked = True
    klass.save()
    assert "Joining is locked: nobody new comes in until “Let people join” is pressed" in first.prepare().told()


def test_a_class_of_an_owner_who_cannot_sign_in_is_left_alone(reachable: None) -> None:
    of_owner = make_class(owner())
    prepared = first.prepare()
    assert prepared.code != of_owner.code
    assert Class.objects.get(code=prepared.code).teacher == User.objects.get(username="teacher")


@pytest.mark.django_db
def test_on_loopback_the_owner_teaches_and_no_password_is_made() -> None:
    prepared = first.prepare()
    assert prepared.password == ""
    assert Class.objects.get().teacher == owner()
    assert "Only this machine" in prepared.told()


def test_it_starts_on_the_network_says_how_to_join_and_ends_at_control_c(tmp_path: Path) -> None:
    port = free_port()
    with layerloom(tmp_path, port, "--class", HOST="") as running:
        code = running.wait_for("with the code [A-Z0-9]{6}")[-6:]
        running.wait_for("Layerloom is ready on port")
        phrase = running.wait_for(r"^    ([a-z]+ ){4}[a-z]+$").strip()
        with urllib.request.urlopen(f"{running.url}/join/{code}", timeout=60) as page:
            assert b"Join My class" in page.read()
        ended(running, signal.SIGINT)
    check = f"from django.contrib.auth.models import User; print(User.objects.get(username='teacher').check_password({phrase!r}))"
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", check]
    checked = subprocess.run(command, cwd=ROOT, env=environment(tmp_path, port), capture_output=True, text=True, check=True)
    assert checked.stdout.strip() == "True"
