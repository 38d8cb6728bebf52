"""The locks agree with each other and name no registry."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.running import ROOT

LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-gpu.txt"]


def pins(lock: str) -> set[str]:
    """The versions a lock holds, each with its condition."""
    return {line.rstrip(" \\") for line in (ROOT / lock).read_text().splitlines() if re.match(r"[a-z0-9]", line)}


def test_what_tests_install_holds_what_runs() -> None:
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_the_gpu_lock_differs_by_tensorflows_build_alone() -> None:
    cpu, gpu = pins("requirements.txt"), pins("requirements-gpu.txt")
    assert {re.split(r"[=\[]", pin)[0] for pin in cpu - gpu} <= {"tensorflow", "tensorflow-cpu"}
    assert {re.split(r"[=\[]", pin)[0] for pin in gpu - cpu if not pin.startswith("nvidia-")} <= {"tensorflow"}


@pytest.mark.parametrize("lock", [*LOCKS, "frontend/package-lock.json"])
def test_a_lock_has_a_hash_for_everything_and_names_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r'https?://|^--|"resolved"', text, re.MULTILINE) or lock.endswith(".json")
    if lock.endswith(".txt"):
        assert all(f"{pin} \\\n    --hash=sha256:" in text for pin in pins(lock))
    else:
        packages = json.loads(text)["packages"]
        assert all("integrity" in package for name, package in packages.items() if name)


def test_the_front_ends_lock_is_of_its_package_json() -> None:
    package = json.loads((ROOT / "frontend/package.json").read_text())
    locked = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert locked[kind] == package[kind]


def test_every_direct_dependency_is_explained() -> None:
    explained = (ROOT / "docs/dependencies.md").read_text()
    package = json.loads((ROOT / "frontend/package.json").read_text())
    python = [re.split(r"[<>=;\[ ]", line)[0] for name in Path(ROOT).glob("requirements*.in") for line in name.read_text().splitlines()]
    names = {name for name in python if name and name[0] not in "#-"} | {*package["dependencies"], *package["devDependencies"]}
    assert not {name for name in names if f"| {name} |" not in explained}
