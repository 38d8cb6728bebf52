"""Installing once for each state of the lock."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT
from tools import chromium, install


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two locks."""
    for name in install.LOCKS.values():
        (tmp_path / name).write_text("django==5.2")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(install, "ROOT", tmp_path)
    return tmp_path


def test_a_lock_counts_as_installed_until_it_changes(locks: Path) -> None:
    venv = locks / ".venv"
    assert not install.is_installed("run", venv)
    (venv / ".installed-run").write_text(install.state_of(locks / "requirements.txt"))
    assert install.is_installed("run", venv)
    (locks / "requirements.txt").write_text("django==5.3")
    assert not install.is_installed("run", venv)


def test_tensorflow_for_gpus_takes_the_place_of_the_one_for_cpus(locks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "VENV", locks / ".venv")
    done: list[str] = []
    monkeypatch.setattr(install, "_works", lambda: True)
    monkeypatch.setattr("tools.install.subprocess.run", lambda command, **_: done.append(command[-1]))
    monkeypatch.setattr(install, "add", lambda *what: done.append(Path(what[-1]).name))
    install.install("gpu")
    assert done[-2:] == ["tensorflow-cpu", "requirements-gpu.txt"]
    assert install.is_installed("run", locks / ".venv")


def test_what_is_installed_is_compiled_by_uv_and_by_pip_which_does_so_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def fail(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr("tools.install.subprocess.run", fail)
    install.add("django")
    uv, pip = commands
    assert "--compile-bytecode" in uv
    assert "--no-compile" not in pip


def test_a_project_that_was_moved_is_installed_again(locks: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    (locks / ".venv/.installed-run").write_text(install.state_of(locks / "requirements.txt"))
    moved = tmp_path_factory.mktemp("moved") / "project"
    locks.rename(moved)
    monkeypatch.setattr(install, "ROOT", moved)
    assert not install.is_installed("run", moved / ".venv")


def test_a_machine_without_a_python_for_it_is_told_which(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin"
    ended = subprocess.run(["/bin/sh", "tools/python.sh", "-V"], cwd=ROOT, env={"PATH": path}, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in ended.stderr


def test_a_browser_that_only_says_to_install_one_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "chromium"
    note.write_text("#!/bin/sh\necho install the snap >&2\nexit 1\n")
    note.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(note))
    assert chromium.find() is None
    assert chromium.main() == 1


def test_make_help_lists_every_target() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "check", "bench", "format", "lock", "build", "account", "link"):
        assert f"make {target} " in said
