"""What is done by hand while a run trains stands in the script that is taken away with it."""

from __future__ import annotations

import json
import runpy
import zipfile
from pathlib import Path
from typing import Any

import pytest

from designer.core.document import Document
from tests.training.core.cut import Kept
from tests.training.core.making import iris_network
from training import archive
from training.core import datasets, run_archive
from training.core.by_hand import done_by_hand, sentences
from training.core.commands import Command
from training.core.control import Control
from training.core.job import Data
from training.core.loop import Result


class Hand(Control):
    """Asks for something after so many batches of training or validation."""

    def __init__(self, asked: dict[int, Command]) -> None:
        super().__init__()
        self._wishes, self._count = asked, 0

    def should_stop(self) -> bool:
        """Called after every batch."""
        self._count += 1
        if command := self._wishes.get(self._count):
            self.ask(command)
        return super().should_stop()


def iris() -> Data:
    spec = datasets.find("iris")
    assert spec is not None
    return Data(spec, *datasets.load("iris"))


def events_of(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads(archive.read(folder).frame())["events"])


def train_again(document: Document, folder: Path, state: str, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], str]:
    """Take the archive of the run in a folder, unpack it elsewhere, and run its script; what the script made, and its text."""
    done = done_by_hand(events_of(folder), document, stopped=state == "stopped")
    facts = {"name": "Run 1", "network": "iris", "state": state, "epoch": 0, "epochs": 0, "seed": 7, "summary": {}, "evaluation": {}}
    facts |= {"device": "any", "platform": "Keras on TensorFlow, CPU"}
    path = run_archive.write(folder, "again", run_archive.Past(document, facts, "", {}, done))
    with zipfile.ZipFile(path) as file:
        file.extractall(folder)
    place = folder / "again"
    readme = (place / "README.txt").read_text()
    assert all(sentence in readme for sentence in sentences(done))
    monkeypatch.chdir(place)
    return runpy.run_path("train.py"), (place / "train.py").read_text()


def assert_same_history(result: Result, names: dict[str, Any]) -> None:
    again = names["history"].history
    assert set(again) == set(result.history)
    for name, values in result.history.items():
        assert again[name] == pytest.approx(values, rel=1e-6), name


def test_a_rate_that_was_changed_while_it_trained_is_changed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = iris_network(epochs=3)
    hand = Hand({3: Command("rate", 0.012345678901), 11: Command("rate", 0.5)})
    hand.ask(Command("rate", 0.2))
    result = Kept(tmp_path).train(document, iris(), control=hand)
    rates = {event["step"]: event["rate"] for event in Kept(tmp_path).of("rate")}
    assert sorted(rates.values()) == [0.012345678901, 0.2, 0.5]
    assert min(rates) == 0
    names, text = train_again(document, tmp_path, "finished", monkeypatch)
    assert "rates_by_hand = {" in text
    assert_same_history(result, names)


def test_a_run_that_was_stopped_is_trained_just_as_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = iris_network(epochs=5)
    result = Kept(tmp_path).train(document, iris(), control=Hand({12: Command("stop")}))
    names, text = train_again(document, tmp_path, "stopped", monkeypatch)
    step = Kept(tmp_path).of("point")[-1]["step"]
    assert f"stopped_after = {step}" in text
    assert names["model"].optimizer.iterations.numpy() == step
    assert_same_history(result, names)


def test_a_run_that_was_stopped_and_trained_on_is_one_training_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Kept(tmp_path)
    run.train(iris_network(epochs=3), iris(), control=Hand({8: Command("rate", 0.02), 10: Command("stop")}))
    document = iris_network(epochs=4)
    on = Control()
    on.ask(Command("rate", 0.1))  # asked before it goes on: nothing that is set back may take it away
    result = run.train(document, iris(), "continued", control=on)
    assert [event["rate"] for event in run.of("rate")] == [0.02, 0.1]
    names, text = train_again(document, tmp_path, "finished", monkeypatch)
    assert "stopped_after" not in text
    assert_same_history(result, names)


def test_callbacks_that_waited_anew_are_said_not_to(tmp_path: Path) -> None:
    document = iris_network(callbacks=[{"class_name": "EarlyStopping", "config": {"patience": 1}}])
    went_on = [{"kind": "resumed", "why": "continued", "epoch": 2.0}]
    [sentence] = sentences(done_by_hand(went_on, document, stopped=False))
    assert "wait anew" in sentence
    assert sentences(done_by_hand(went_on, iris_network(), stopped=False)) == []
