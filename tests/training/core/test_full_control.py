"""Callbacks, schedules and weights: in a run as in its script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import pytest

from designer.core import catalog as catalogue
from designer.core.codegen.script import write_script
from designer.core.document import Document
from designer.core.plan import plan
from tests.training.core.full_control import SCHEDULES, compiled, exploding, scheduled, watched, weighed
from tests.training.core.making import Listener, iris_network, small
from training.core import datasets
from training.core.folder import BEST_FILE
from training.core.loop import Result, make_model, train
from training.core.prepare import prepare

DOCUMENTS = {
    "callbacks": watched(),
    "no number": exploding(),
    "weights of outputs": weighed(),
    "balanced classes": iris_network(class_weight="balanced"),
    "compiled": compiled(),
    "weights of classes": iris_network(class_weight={"0": 3, "2": 0.5}),
    "a schedule": scheduled("CosineDecay"),
}


def run(document: Document, folder: Path) -> Result:
    return train(document, folder, Listener().emit, data=small(document.training.dataset or ""))


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_the_curve_is_the_scripts(document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = dict(run_its_script(document, tmp_path, monkeypatch)["history"].history)
    result = train(document, tmp_path / "run", Listener().emit)
    assert repr(dict(result.history)) == repr(theirs) or dict(result.history) == {name: pytest.approx(values) for name, values in theirs.items()}


def run_its_script(document: Document, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a script's names are once it has run."""
    catalog = catalogue.load()
    script = write_script(plan(document, catalog), document, datasets.find(document.training.dataset or ""), catalog)
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {"__name__": "__main__", "__file__": str(folder / "script.py")}
    exec(compile(script.text, "script.py", "exec"), names)  # written from our own document
    return names


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_learning_rate_follows_the_schedule_of_the_script(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.Model, "fit", lambda *_, **__: None)
    theirs = run_its_script(scheduled(name), tmp_path, monkeypatch)["model"].optimizer
    ours = make_model(prepare(scheduled(name))).optimizer
    assert ours.get_config() | {"name": None} == theirs.get_config() | {"name": None}
    rates = [keras.ops.convert_to_numpy(ours._learning_rate(step)).item() for step in range(12)]
    assert rates == [keras.ops.convert_to_numpy(theirs._learning_rate(step)).item() for step in range(12)]
    assert len(set(rates)) > 1


def test_every_schedule_of_the_catalogue_is_tried() -> None:
    assert set(SCHEDULES) == set(catalogue.load().schedules)


def test_the_best_model_is_kept_beside_the_last(tmp_path: Path) -> None:
    document = iris_network(epochs=3, callbacks=[{"class_name": "ModelCheckpoint", "config": {"monitor": "loss", "mode": "max"}}])
    run(document, tmp_path)
    best, last = (keras.models.load_model(tmp_path / name).get_weights() for name in (BEST_FILE, "model.keras"))
    assert not (best[0] == last[0]).all()  # the loss went down, so the first epoch was the highest
    assert not (tmp_path / f"unfinished_{BEST_FILE}").exists()


def test_a_rate_goes_down_on_a_plateau(tmp_path: Path) -> None:
    rates = run(watched(), tmp_path).history["learning_rate"]
    assert rates[0] == pytest.approx(0.5)
    assert rates[-1] < 0.5


def test_a_loss_that_is_no_number_ends_a_run_that_asked_for_it(tmp_path: Path) -> None:
    listener = Listener()
    result = train(exploding(), tmp_path, listener.emit, data=small("diabetes"))
    assert (result.state, result.stopped_early, listener.events[-1]["why"]) == ("finished", True, "no_number")
    assert (tmp_path / "model.keras").exists()
