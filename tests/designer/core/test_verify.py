"""Verify: the written code is run by itself and compared with the built model."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import pytest

from designer.core import verify_child
from designer.core.build import build
from designer.core.catalog import load
from designer.core.codegen.constructors import CannotWrite
from designer.core.codegen.script import write_module
from designer.core.document import parse
from designer.core.plan import plan
from designer.core.verify import CHILD, Verification, _alive, compare, difference, verify
from tests.designer.core.making import make_chain, make_document

INPUT: tuple[str, str, dict[str, Any]] = ("input_layer", "Input", {"shape": [4]})
DENSE: tuple[str, str, dict[str, Any]] = ("dense", "Dense", {"units": 3, "activation": "tanh"})


def failed(verification: Verification) -> list[str]:
    """The names of the checks that found a difference."""
    return [check.name for check in verification.checks if check.ok is False]


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The code is run here: what is said of its model is the same, and no Python is started for it."""

    def run(folder: Path, seconds: float) -> str:
        keras.utils.clear_session(free_memory=False)
        verify_child.tell(folder)
        return ""

    monkeypatch.setattr("designer.core.verify._run", run)
    deep = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(deep)


@pytest.mark.usefixtures("in_this_process")
def test_sound_code_is_proven_in_numbers() -> None:
    found = verify(make_document([INPUT, DENSE, ("add", "Add", {})], [("input_layer", "dense"), ("dense", "add", 0), ("dense", "add", 1)]))
    assert found.ok
    assert [check.name for check in found.checks] == ["Code", "Layers", "Config", "Parameters", "Outputs"]
    details = {check.name: check.detail for check in found.checks}
    assert "Functional" in details["Code"]
    assert details["Layers"].startswith("3 layers")
    assert details["Parameters"].startswith("15 parameters in 2 arrays")
    assert details["Outputs"] == "6 numbers for 2 random samples and equal weights; largest difference 0."


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("layers.Dense(3", "layers.Dense(4", ["Config", "Parameters", "Outputs"]),
        ("tanh", "sigmoid", ["Config", "Outputs"]),
    ],
)
@pytest.mark.usefixtures("in_this_process")
def test_code_that_makes_another_model_is_found_out(old: str, new: str, names: list[str]) -> None:
    document = make_chain(INPUT, DENSE)
    planned = plan(document, load())
    text = write_module(planned, document).text
    assert old in text
    assert failed(compare(build(planned), text.replace(old, new), time.monotonic())) == names


@pytest.mark.usefixtures("in_this_process")
def test_an_operation_whose_config_does_not_tell_its_name_is_compared_all_the_same() -> None:
    nodes = [
        {"id": "input_layer", "layer": "Input", "config": {"shape": [4, 4, 1]}},
        {"id": "patches", "layer": "ops.image.extract_patches", "config": {"size": 2}},
    ]
    found = verify(parse({"nodes": nodes, "edges": [{"from": ["input_layer", 0], "to": ["patches", "images", 0]}]}))
    assert failed(found) == []


@pytest.mark.usefixtures("in_this_process")
def test_outputs_that_cannot_be_had_are_not_compared() -> None:
    document = make_chain(("words", "Input", {"shape": [1], "dtype": "string"}), ("lookup", "StringLookup", {}))
    found = verify(document)
    assert found.ok
    said = found.checks[-1]
    assert (said.name, said.ok) == ("Outputs", None)
    assert said.detail == "Not compared: lookup first has to learn from data, and none is read here."


def test_what_cannot_be_written_cannot_be_verified() -> None:
    with pytest.raises(CannotWrite):
        verify(make_chain(INPUT, ("dense", "Dense", {"units": -3})))


HOSTILE = """
import os, socket, subprocess
def make_model():
    for attempt in (
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        lambda: subprocess.run(["true"]),
        lambda: os.system("true"),
        lambda: open({outside!r}, "w"),
        lambda: os.remove({kept!r}),
        lambda: os.mkdir({outside!r}),
    ):
        try:
            attempt()
        except PermissionError:
            continue
        raise SystemExit("it was allowed")
    raise SystemExit("all refused")
"""


def test_the_child_gives_up_what_a_network_does_not_need(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "network.py").write_text(HOSTILE.format(outside=str(tmp_path / "made"), kept=str(kept)))
    environment = {"PATH": "/usr/bin:/bin", "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
    with _alive() as lifeline:
        command = [sys.executable, "-I", str(CHILD), str(inside), "60"]
        done = subprocess.run(command, env=environment, stdin=lifeline, capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("all refused")
    assert kept.read_text() == "kept"
    assert not (tmp_path / "made").exists()


ENDLESS = """
import threading
def make_model():
    held = open("alive", "w")
    held.write("begun")
    held.flush()
    threading.Event().wait()
"""
ASKING = "import sys; from pathlib import Path; from designer.core.verify import _run; _run(Path(sys.argv[1]), 60)"


def test_the_child_ends_when_the_process_that_asked_is_killed(tmp_path: Path) -> None:
    (tmp_path / "network.py").write_text(ENDLESS)
    os.mkfifo(tmp_path / "alive")  # the child alone holds its other end
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    try:
        with subprocess.Popen([sys.executable, "-c", ASKING, tmp_path]) as asking:
            assert heard(alive) == b"begun"
            asking.kill()
        assert heard(alive) == b""
    finally:
        os.close(alive)


def heard(pipe: int) -> bytes:
    """What is written to a pipe next; empty once nobody holds its other end."""
    ready, _, _ = select.select([pipe], [], [], 60)
    assert ready
    return os.read(pipe, 100)


def test_the_code_sees_nothing_of_this_programs_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "swordfish")
    text = "import os\ndef make_model():\n    raise SystemExit(f\"{os.environ.get('SECRET')} in {sorted(os.listdir())}\")\n"
    found = compare(build(plan(make_chain(INPUT, DENSE), load())), text, time.monotonic())
    assert failed(found) == ["Code"]
    assert found.checks[0].detail == "The code stopped: None in ['.keras', 'inputs.npz', 'network.py', 'weights.npz']"


@pytest.mark.parametrize(
    ("ours", "theirs", "where"),
    [
        ({"a": [1, 2]}, {"a": [1, 2]}, None),
        ({"a": [1, 2]}, {"a": [1, 3]}, "a.1"),
        ({"a": {"b": 1}}, {"a": {}}, "a.b"),
        ({"a": 1}, {"a": True}, "a"),
        ([1], [1, 2], "1"),
    ],
)
def test_the_first_difference_is_named(ours: Any, theirs: Any, where: str | None) -> None:
    assert difference(ours, theirs) == where
