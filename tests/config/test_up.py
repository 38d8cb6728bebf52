"""What `manage.py up` refuses, and how it says so. That it starts, keeps running and leaves nothing: tests/running.py, tests/faults."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from config import embedded_broker, sign_in, startup
from config.embedded_broker import NoBroker
from config.startup import Refused
from tests.running import ROOT, environment, free_port


def test_a_data_directory_in_use_is_reported_and_nothing_is_started(tmp_path: Path) -> None:
    with startup.lock(tmp_path) as lock:
        startup.sign(lock, "127.0.0.1", "8123")
        command, settled = [sys.executable, "manage.py", "up"], environment(tmp_path, free_port())
        ended = subprocess.run(command, cwd=ROOT, env=settled, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert f"Layerloom already runs on {tmp_path}, on port 8123" in ended.stderr
    assert "DATA_DIR" in ended.stderr


def test_a_taken_port_is_reported_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=rf"Port {port} is taken by another program.*put PORT={port + 1} before the command"):
            startup.bind("127.0.0.1", str(port))


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_reported(port: str) -> None:
    with pytest.raises(Refused, match="PORT must be a number from 1 to 65535"):
        startup.bind("127.0.0.1", port)


@pytest.mark.django_db
def test_other_machines_are_let_in_once_somebody_has_a_password() -> None:
    sign_in.owner()  # has none
    with pytest.raises(Refused, match="make account"):
        startup.need_accounts("0.0.0.0")
    startup.need_accounts("127.0.0.1")
    User.objects.create_user("ada", password="analytical engine")
    startup.need_accounts("0.0.0.0")


def test_a_broker_that_does_not_answer_is_reported() -> None:
    with pytest.raises(NoBroker, match="does not answer"):
        embedded_broker.wait(f"redis://127.0.0.1:{free_port()}/0", 0.1)


def test_no_link_is_given_where_nothing_runs(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "link"]
    ended = subprocess.run(command, cwd=ROOT, env=environment(tmp_path, 8000), capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Start it with `make run`" in ended.stderr
