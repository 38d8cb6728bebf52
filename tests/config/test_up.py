"""`manage.py up`: one command that starts everything, keeps it running and leaves nothing."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from config.demand import wish_key
from tests.running import LINK, ROOT, Layerloom, environment, free_port, layerloom

SOON = 60_000  # milliseconds


def refusal(data: Path, port: int | str, **more: str) -> str:
    """What `up` says when it will not start."""
    command = [sys.executable, "manage.py", "up"]
    settled = environment(data, 0) | {"PORT": str(port)} | more
    ended = subprocess.run(command, cwd=ROOT, env=settled, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr


def status(url: str) -> int:
    """The status of a page."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            found: int = answer.status
            return found
    except urllib.error.HTTPError as error:
        return error.code


def wait_until_gone(handles: list[int]) -> None:
    """Wait until the processes behind pidfds have ended."""
    watched = select.poll()
    for handle in handles:
        watched.register(handle, select.POLLIN)
    left = set(handles)
    while left:
        ended = watched.poll(SOON)
        assert ended, f"{len(left)} processes outlive it"
        for handle, _ in ended:
            left.discard(handle)
            watched.unregister(handle)
            os.close(handle)


def wait_for_child(running: Layerloom, name: str, before: int | None) -> int:
    """The process of a program, once it is another than before."""
    while (found := running.children().get(name)) in (None, before):
        select.select([], [], [], 0.05)  # the pause before it is started
    assert found is not None
    return found


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Layerloom]:
    """One of the test's own, to end."""
    with layerloom(tmp_path / "data") as started:
        started.wait_for(LINK)
        yield started


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Layerloom]:
    """One that lasts: starting takes seconds of two cores."""
    with layerloom(tmp_path_factory.mktemp("lasting")) as started:
        started.wait_for(LINK)
        yield started


def end(running: Layerloom, signal_number: int) -> None:
    """Have a signal end everything, which counts as success."""
    handles = [os.pidfd_open(pid) for pid in running.descendants()]
    assert len(handles) >= 5
    running.process.send_signal(signal_number)
    assert running.process.wait(90) == 0
    wait_until_gone(handles)


def test_control_c_ends_everything_and_counts_as_success(running: Layerloom) -> None:
    end(running, signal.SIGINT)


def test_killing_it_leaves_no_process_and_a_new_start_keeps_what_was_there_until_it_is_told_to_end(running: Layerloom) -> None:
    link, key = running.wait_for(LINK), (running.data / "secret-key").read_text()
    handles = [os.pidfd_open(pid) for pid in running.descendants()]
    running.process.kill()
    wait_until_gone(handles)
    with layerloom(running.data) as second:
        assert second.wait_for(LINK) != link
        assert (running.data / "secret-key").read_text() == key
        assert status(link.replace(running.url, second.url)) == 401
        end(second, signal.SIGTERM)


@pytest.mark.parametrize("name", ["web", "analysis", "training", "broker"])
def test_a_program_that_is_killed_is_started_again(lasting: Layerloom, name: str) -> None:
    before = lasting.children()[name]
    os.kill(before, signal.SIGKILL)
    lasting.wait_for(f"The {name} process ended .by SIGKILL.; starting it again")
    wait_for_child(lasting, name, before)
    assert status(f"{lasting.url}/login") == 401
    assert lasting.process.poll() is None


def test_the_worker_for_files_starts_when_it_is_asked_for_and_is_started_again(lasting: Layerloom) -> None:
    assert "files" not in lasting.children()
    url, patience = (lasting.data / "broker-url").read_text(), Retry(ConstantBackoff(0.1), 100)  # another test may just have killed the broker
    redis.Redis.from_url(url, retry=patience).lpush(wish_key("files"), "")
    before = wait_for_child(lasting, "files", None)
    os.kill(before, signal.SIGKILL)
    lasting.wait_for("The files process ended .by SIGKILL.; starting it again")
    wait_for_child(lasting, "files", before)


def test_a_taken_port_is_reported_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken by another program" in refusal(tmp_path, port)
        assert f"put PORT={port + 1} before the command" in refusal(tmp_path, port)


def test_a_data_directory_in_use_is_reported(lasting: Layerloom) -> None:
    said = refusal(lasting.data, free_port())
    assert f"Layerloom already runs on {lasting.data}, on port {lasting.port}" in said
    assert "DATA_DIR" in said


def test_other_machines_are_not_let_in_before_an_account_exists(tmp_path: Path) -> None:
    assert "make account" in refusal(tmp_path, free_port(), HOST="0.0.0.0")


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_reported(tmp_path: Path, port: str) -> None:
    assert "PORT must be a number from 1 to 65535" in refusal(tmp_path, port)


def test_a_broker_that_does_not_answer_is_reported(tmp_path: Path) -> None:
    assert "does not answer" in refusal(tmp_path, free_port(), REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")


def test_with_an_account_it_serves_other_machines_and_asks_for_a_password(tmp_path: Path) -> None:
    port = free_port()
    account = {"DJANGO_SUPERUSER_USERNAME": "ada", "DJANGO_SUPERUSER_PASSWORD": "analytical engine", "DJANGO_SUPERUSER_EMAIL": "ada@example.org"}
    for command in (["migrate", "--verbosity", "0"], ["createsuperuser", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment(tmp_path, port, **account), check=True, capture_output=True)
    with layerloom(tmp_path, port, HOST="0.0.0.0") as running:
        running.wait_for("Layerloom is ready on port")
        with urllib.request.urlopen(f"{running.url}/", timeout=60) as page:
            assert page.url == f"{running.url}/login?next=/"
            assert b'type="password"' in page.read()


def test_no_link_is_given_where_nothing_runs(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "link"]
    ended = subprocess.run(command, cwd=ROOT, env=environment(tmp_path, 8000), capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Start it with `make run`" in ended.stderr
