"""Python layers in a training: their class runs, what it gives is held against what is stated, and its faults are told with their line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.core.catalog import load
from designer.core.codegen.script import write_script
from designer.core.document import Document
from designer.core.plan import plan
from tests.designer.core.python_cases import SCALED, own, python_network
from tests.training.core.making import Listener, settings, small
from tests.warm import run_script
from training.core import datasets
from training.core.failures import TrainingFailed
from training.core.job import Given
from training.core.loop import train

ON = Given(python_layers=True)
INIT = "class Own(layers.Layer):\n    def __init__(self, n=1, **kwargs):\n        {line}\n\n    def call(self, inputs):\n        return inputs"


def network(source: str = SCALED, config: dict[str, Any] | None = None) -> Document:
    return python_network(source, config, training=settings("iris"))


def failing(folder: Path, source: str, config: dict[str, Any] | None = None) -> TrainingFailed:
    with pytest.raises(TrainingFailed) as caught:
        train(network(source, config), folder, Listener().emit, data=small("iris"), given=ON)
    return caught.value


def test_it_trains_and_its_curve_comes(tmp_path: Path) -> None:
    listener = Listener()
    result = train(network(config={"arguments": {"start": 0.5}}), tmp_path, listener.emit, data=small("iris"), given=ON)
    assert (result.state, result.epochs) == ("finished", 2)
    assert "accuracy" in result.evaluation
    assert len(listener.of("epoch")) == 2
    scope: dict[str, Any] = {"layers": keras.layers, "keras": keras}
    exec(SCALED, scope)
    model = keras.models.load_model(tmp_path / "model.keras", custom_objects={"Scaled": scope["Scaled"]})
    assert model.get_layer("scaled").start == 0.5
    assert not np.allclose(model.get_layer("scaled").get_weights()[0], 0.5), "its weights learn"


def test_without_leave_it_is_not_trained(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="switched off on this server"):
        train(network(), tmp_path, Listener().emit, data=small("iris"))


@pytest.mark.parametrize(
    ("source", "config", "sentence"),
    [
        (SCALED, {"shape": [8]}, "scaled should give 8 for each sample, as stated; its class gives 4."),
        (
            own("inputs = ops.mean(inputs, axis=0)"),
            {},
            "scaled should give 4 for each sample, as its first input; its class gives 4 without a",
        ),
        (own("inputs = ops.cast(inputs, 'int32')"), {}, "scaled should give float32; its class gives int32."),
        (own("return inputs, inputs"), {}, "scaled must give one tensor; its class gives tuple."),
        (own("1 / 0"), {}, "scaled stopped in line 3 of its class: ZeroDivisionError: division by zero"),
        (own("raise KeyError('q')"), {}, "scaled stopped in line 3 of its class: KeyError: 'q'"),
        (own("exit(3)"), {}, "scaled stopped in line 3 of its class: SystemExit: 3"),
        (own("ops.reshape(inputs, (7, 4))"), {}, "scaled stopped in line 3 of its class: "),
        (INIT.format(line="super().__init__()"), {}, "scaled does not take its name."),
        (own("pass"), {"arguments": {"other": 1}}, "scaled cannot be made: "),
        (INIT.format(line="oops"), {}, "scaled stopped in line 3 of its class: NameError: name 'oops' is not defined"),
        (SCALED + "\n    def get_config(self):\n        return {'a': self.missing}", {}, "scaled could not be saved with the model: "),
        (own("import tensorflow as tf; tf.debugging.assert_less(inputs, -9.0)"), {}, "scaled stopped in line 3 of its class: InvalidArgumentError"),
    ],
)
def test_a_class_that_fails_is_told_in_a_sentence_on_its_node(tmp_path: Path, source: str, config: dict[str, Any], sentence: str) -> None:
    failure = failing(tmp_path, source, config)
    assert failure.message.startswith(sentence)
    assert failure.node == "scaled"
    log = (tmp_path / "run.log").read_text()
    assert sentence in log
    assert "in make_model" not in log.partition("Detected at node")[0], "the log shows the class, not what called it"


def test_what_stands_around_the_class_is_not_in_its_reach(tmp_path: Path) -> None:
    names = own("raise RuntimeError(','.join(sorted(name for name in globals() if not name.startswith('__'))))")
    assert failing(tmp_path, names).message.endswith("RuntimeError: Layer,Own,keras,layers,np,ops")


def test_the_script_runs_by_itself_and_trains_as_the_worker_does(tmp_path: Path) -> None:
    document = network(config={"arguments": {"start": 0.5}})
    script = write_script(plan(document, load()), document, datasets.find("iris"), load())
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "script.py").write_text(script.text, encoding="utf-8")
    for file in script.files:
        shutil.copy(datasets.registry.FOLDER / file, alone)
    said = run_script(alone / "script.py")
    result = train(document, tmp_path / "worker", Listener().emit, given=ON)
    assert f"accuracy: {result.evaluation['accuracy']:.4f}" in said
