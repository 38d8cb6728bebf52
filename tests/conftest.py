"""Fixtures every test can use. People have a role: "owner", "stranger", "no one".

- `client_of(role)`: a Django test client signed in as that person, with a database.
- `redis`: a client of the real broker, emptied of what earlier tests left (the workers' own keys stay).
- `workers`: the real Celery workers for analysis, training and trained models; `files_worker`: the one for files.
  Started once for the session, they are processes of their own with their own connection to the database file, so a test
  that uses them and the database must be
  `@pytest.mark.django_db(transaction=True)`: in an ordinary test everything is inside one transaction that is never
  committed, the worker would see nothing of it, and SQLite would keep the worker's writes waiting until they fail.
  A test must wait for what it started to end: the tables are emptied after it.

The database is a file in a temporary data directory (tests/plugins/broker.py), which is also the workers' DATA_DIR.
Browser tests live in tests/e2e and need a process of their own: `pytest tests/e2e`.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis as redis_py
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.test import Client

from config import broker, throttles, worker_commands
from config.processes import bound_to_parent

E2E = Path(__file__).parent / "e2e"
WORKERS_OWN = (b"_kombu", b"unacked", b"analysis", b"cpu", b"gpu", b"worker:", b"inference", b"files")
WORKER_START_SECONDS = 240


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave browser tests out unless they were asked for by name: their Playwright loop and pytest-asyncio's do not mix."""
    asked = any(Path(arg.split("::")[0]).resolve() == E2E or E2E in Path(arg.split("::")[0]).resolve().parents for arg in config.args)
    return True if collection_path == E2E and not asked else None


def pytest_collection_finish() -> None:
    """What was imported lives as long as we do: looking through it again and again took an eighth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Put the test database where worker processes look for theirs."""
    database: dict[str, Any] = django_settings.DATABASES["default"]
    database.setdefault("TEST", {})["NAME"] = str(database["NAME"])


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """Nobody has asked for anything yet: throttles are counted in this process, whose people have the same keys in every test."""
    for throttle in throttles.ALL:
        throttle.forget()


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords and pass-phrases are hashed as ever, but in a thousandth of the rounds: each would take a third of a second of processor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", PBKDF2PasswordHasher.iterations // 1000)
        yield


@pytest.fixture
def client_of(db: None) -> Callable[[str], Client]:
    """Make a client for a person: client_of("owner"), client_of("stranger"), client_of("no one")."""

    def make(role: str) -> Client:
        client = Client()
        if role != "no one":
            client.force_login(User.objects.get_or_create(username=role)[0])
        return client

    return make


@pytest.fixture
def redis() -> Iterator[redis_py.Redis]:
    """A client of the broker, with nothing of earlier tests in it."""
    with broker.sync_redis() as client:
        left = [key for key in client.scan_iter() if not key.startswith(WORKERS_OWN)]
        if left:
            client.delete(*left)
        yield client


@pytest.fixture(scope="session")
def workers(django_db_setup: None) -> Iterator[None]:
    """Real workers: one child that answers questions, one that trains, one that asks trained models."""
    yield from _started(worker_commands.analysis(1), worker_commands.training(1), worker_commands.inference())


@pytest.fixture(scope="session")
def files_worker(django_db_setup: None) -> Iterator[None]:
    """The real worker for files, one child a piece of work."""
    yield from _started(worker_commands.files())


def _started(*commands: list[str]) -> Iterator[None]:
    from config.celery import app

    there = len(app.control.ping(timeout=0.5))
    started = [subprocess.Popen(command, start_new_session=True, preexec_fn=bound_to_parent()) for command in commands]
    until = time.monotonic() + WORKER_START_SECONDS
    while len(app.control.ping(timeout=0.5)) < there + len(started):
        assert all(worker.poll() is None for worker in started), "a worker ended while it started; its output is above"
        assert time.monotonic() < until, "the workers did not start in time"
    yield
    for worker in started:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
