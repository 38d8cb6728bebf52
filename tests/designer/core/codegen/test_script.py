"""The whole script: what it says, how it is laid out, and that it runs to its end as the worker trains."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from designer.core.backends import Backend
from designer.core.build import build
from designer.core.catalog import load
from designer.core.codegen.by_hand import NOTHING
from designer.core.codegen.constructors import CannotWrite
from designer.core.codegen.expressions import WIDTH
from designer.core.codegen.script import Script, write_module
from designer.core.document import Document
from designer.core.gallery import find, templates
from designer.core.plan import plan
from tests.designer.core.codegen.running import write
from tests.designer.core.making import make_chain, make_document
from tests.warm import run_script
from training.core import datasets, run_archive
from training.core.loop import train

INPUT: tuple[str, str, dict[str, Any]] = ("input_layer", "Input", {"shape": [4]})
LAST: tuple[str, str, dict[str, Any]] = ("dense", "Dense", {"units": 3, "activation": "softmax"})


def template(name: str, **training: Any) -> Document:
    """A template's document, trained differently."""
    found = find(name)
    assert found is not None
    return found.document.model_copy(update={"training": found.document.training.model_copy(update=training)})


def script_of(document: Document) -> Script:
    """Its script, with its data set."""
    return write(document, datasets.find(document.training.dataset or ""))


def of_run(document: Document, backend: Backend) -> str:
    """The script of a run of it."""
    return run_archive.script_of(document, NOTHING, backend).text


def iris(**training: Any) -> Script:
    """A small network for irises, trained so."""
    return script_of(make_chain(INPUT, LAST, training={"dataset": "iris", **training}))


@pytest.mark.parametrize("name", ["mlp_digits", "cnn_digits"])
def test_the_script_runs_by_itself_and_trains_as_the_worker_does(name: str, tmp_path: Path) -> None:
    document = template(name, epochs=1, batch_size=256)
    script = script_of(document)
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "script.py").write_text(script.text, encoding="utf-8")
    for file in script.files:
        shutil.copy(datasets.registry.FOLDER / file, alone)
    said = run_script(alone / "script.py")
    written = keras.saving.load_model(alone / f"{script.name}.keras")

    result = train(document, tmp_path / "worker", lambda events: None)
    trained = keras.saving.load_model(tmp_path / "worker" / "model.keras")
    assert written.get_config() == trained.get_config()
    for ours, theirs in zip(written.get_weights(), trained.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-5)
    assert f"accuracy: {result.evaluation['accuracy']:.4f}" in said


def test_every_templates_script_is_formatted_and_free_of_lint(tmp_path: Path) -> None:
    for found in templates():
        (tmp_path / f"{found.name}.py").write_text(script_of(found.document).text, encoding="utf-8")
        (tmp_path / f"{found.name}_without_data.py").write_text(write(found.document).text, encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "format", "--isolated", "--check", "--line-length", str(WIDTH), tmp_path], check=True)
    subprocess.run([*ruff, "check", "--isolated", "--select", "F,E4,E7,E9,W,I", tmp_path], check=True)


def test_the_head_says_what_the_script_needs() -> None:
    script = iris()
    assert script.text.startswith('"""test: a network drawn in Layerloom.\n\nNeeds: pip install tensorflow scikit-learn\n"""\n')
    assert (script.files, script.packages) == ((), ("scikit-learn",))
    with_files = script_of(template("cnn_digits"))
    assert "Reads: mnist.npz, which must lie beside this file" in with_files.text
    assert with_files.files == ("mnist.npz",)


def test_plain_settings_are_said_in_keras_words() -> None:
    text = iris().text
    assert '    optimizer="adam",\n    loss="sparse_categorical_crossentropy",\n    metrics=["accuracy"],\n' in text
    assert "    batch_size=32,\n    epochs=5,\n    validation_split=0.1,\n" in text
    assert "keras.utils.set_random_seed(0)" in text


def test_settings_with_arguments_are_made() -> None:
    output = {
        "field": "species",
        "loss": {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}},
        "metrics": [{"class_name": "SparseTopKCategoricalAccuracy", "config": {"k": 2}}],
    }
    optimizer = {"class_name": "SGD", "config": {"learning_rate": 0.1, "momentum": 0.9}}
    text = iris(optimizer=optimizer, outputs=[output], seed=7).text
    assert "optimizer=keras.optimizers.SGD(learning_rate=0.1, momentum=0.9)" in text
    assert "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)" in text
    assert "metrics=[keras.metrics.SparseTopKCategoricalAccuracy(k=2)]" in text
    assert "keras.utils.set_random_seed(7)" in text


def test_early_stopping_is_a_callback() -> None:
    text = iris(callbacks=[{"class_name": "EarlyStopping", "config": {"monitor": "val_accuracy", "patience": 4, "min_delta": 0}}]).text
    assert 'callbacks = [\n    keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=4),\n]\n' in text
    assert "    callbacks=callbacks,\n" in text


def test_several_inputs_and_outputs_are_told_apart_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layers: list[tuple[str, str, dict[str, Any]]] = [
        ("petals", "Input", {"shape": [2]}), ("sepals", "Input", {"shape": [2]}), ("join", "Concatenate", {}), ("kind", "Dense", {"units": 3}),
        ("again", "Dense", {"units": 2}),
    ]  # fmt: skip
    wires = [("petals", "join", 0), ("sepals", "join", 1), ("join", "kind"), ("join", "again")]
    training = {
        "dataset": "iris",
        "epochs": 1,
        "inputs": [{"node": "petals", "field": "petal"}, {"node": "sepals", "field": "sepal"}],
        "outputs": [
            {
                "node": "kind",
                "field": "species",
                "loss": {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}},
                "metrics": [{"class_name": "accuracy"}],
            },
            {"node": "again", "field": "petal", "loss": {"class_name": "MeanSquaredError"}},
        ],
    }
    text = script_of(make_document(layers, wires, training=training)).text
    assert '    x={"petals": train["petal"], "sepals": train["sepal"]},\n    y={"kind": train["species"], "again": train["petal"]},\n' in text
    assert '"again": "mean_squared_error"' in text
    assert 'metrics={"kind": ["accuracy"]},' in text
    assert "model = keras.Model([petals, sepals], [kind, again], name=" in text
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(text, names)
    assert {"loss", "kind_loss", "again_loss", "kind_accuracy"} == set(names["results"])


def test_an_autoencoder_is_compared_with_its_own_input() -> None:
    text = script_of(template("autoencoder")).text
    assert '    x=train["image"],\n    y=train["image"],\n' in text


def test_without_a_data_set_the_script_says_so_and_still_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    script = write(make_chain(INPUT, LAST))
    assert "# No data set is chosen yet." in script.text
    assert "numpy" not in script.text
    exec(script.text, {"__name__": "__main__"})
    assert keras.saving.load_model("test.keras").count_params() == 15


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (make_chain(), "empty"),
        (make_chain(INPUT, ("dense", "Dense", {"units": -3})), "out_of_range"),
        (make_chain(INPUT, ("conv2d", "Conv2D", {"filters": 3, "kernel_size": 3})), "input_rank"),
        (make_chain(INPUT, LAST, training={"dataset": "iris", "outputs": [{"field": "x", "loss": {"class_name": "Huber"}}]}), "unknown_field"),
        (make_chain(INPUT, LAST, training={"dataset": "iris", "optimizer": {"class_name": "os.system"}}), "unknown_optimizer"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_problems(document: Document, code: str) -> None:
    with pytest.raises(CannotWrite) as refusal:
        script_of(document)
    assert code in {problem.code for problem in refusal.value.problems}


SCALED: list[tuple[str, str, dict[str, Any]]] = [
    INPUT, ("rescaling", "Rescaling", {"scale": 0.5}), ("normalization", "Normalization", {}), ("add", "Add", {}), LAST,
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "written"),
    [
        (make_chain(INPUT, SCALED[2], LAST), 'normalization.adapt(train["features"])\nmodel = keras.Sequential('),
        (make_chain(*SCALED[:3], LAST), "before_normalization = keras.Sequential([input_layer, rescaling])"),
        (
            make_document(
                SCALED,
                [
                    ("input_layer", "rescaling"),
                    ("rescaling", "normalization"),
                    ("normalization", "add", 0),
                    ("rescaling", "add", 1),
                    ("add", "dense"),
                ],
            ),
            "before_normalization = keras.Model(input_layer, rescaling)",
        ),
    ],
)
def test_layers_learn_from_the_data_before_training_as_in_a_run(
    document: Document, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = document.training.model_copy(update={"dataset": "iris", "epochs": 1})
    document = document.model_copy(update={"training": training})
    text = script_of(document).text
    assert written in text
    monkeypatch.chdir(tmp_path)
    keras.utils.clear_session(free_memory=False)
    exec(text, {"__name__": "__main__"})
    ours = keras.saving.load_model("test.keras")
    train(document, tmp_path / "worker", lambda events: None)
    theirs = keras.saving.load_model(tmp_path / "worker" / "model.keras")
    assert ours.get_config() == theirs.get_config()
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-3, atol=1e-5)
    assert ours.get_layer("normalization").mean.numpy().any()


def test_shapes_stand_beside_each_layer_on_demand(tmp_path: Path) -> None:
    found = template("attention")
    assert "# (None" not in write(found).text
    text = write(found, shapes=True).text
    assert 'dense = layers.Dense(1, activation="sigmoid")(dropout)  # (None, 1)\n' in text
    assert "layers.Flatten(),  # (None, 64)\n" in write(template("mlp_digits"), shapes=True).text
    (tmp_path / "script.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "--line-length", str(WIDTH), str(tmp_path)]
    subprocess.run(command, check=True)


@pytest.mark.parametrize("name", ["mlp_digits", "attention"])
def test_a_module_makes_the_model_and_nothing_else(name: str) -> None:
    document = template(name)
    planned = plan(document, load())
    module = write_module(planned, document)
    names: dict[str, Any] = {"__name__": "network"}
    keras.utils.clear_session(free_memory=False)
    exec(module.text, names)
    assert "model" not in names
    assert names["make_model"]().get_config() == build(planned).get_config()
    first, last = module.lines["dense"]
    assert "layers.Dense(" in module.text.splitlines()[first - 1]
    assert first <= last


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")  # a document refuses these


def skeleton(text: str) -> str:
    """A script's syntax, without what its strings say."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@settings(max_examples=60, deadline=None)
@example(name='"""\nimport os\nos.system("true")\n"""', monitor='")\nimport os\n("', words=["'''", '"""', "\\"])
@example(name="\\", monitor="\\", words=["\\\\"])
@example(name="a\rimport os\x0c\u2028\x85import os", monitor="\r", words=["a\nb"])
@given(
    name=st.text(LETTERS, min_size=1, max_size=120),
    monitor=st.text(LETTERS, max_size=100),
    words=st.lists(st.text(LETTERS, min_size=1, max_size=20), min_size=1, max_size=3, unique=True),
)
def test_no_text_of_a_document_can_become_code(name: str, monitor: str, words: list[str]) -> None:
    def text(name: str, monitor: str, words: list[str]) -> str:
        layers: list[tuple[str, str, dict[str, Any]]] = [
            INPUT, LAST, ("words", "Input", {"shape": [1], "dtype": "string"}), ("lookup", "StringLookup", {"vocabulary": words}),
        ]  # fmt: skip
        bindings = [{"node": "input_layer", "field": "features"}, {"node": "words", "field": "features"}]
        outputs = [{"node": node, "field": "species", "loss": {"class_name": "Huber"}} for node in ("dense", "lookup")]
        training = {
            "dataset": "iris",
            "inputs": bindings,
            "outputs": outputs,
            "callbacks": [{"class_name": "EarlyStopping", "config": {"monitor": monitor, "patience": 9}}],
        }
        wires = [("input_layer", "dense"), ("words", "lookup")]
        return script_of(make_document(layers, wires, name=name, training=training)).text

    try:
        written = text(name, monitor, words)
    except CannotWrite:
        return  # Keras refuses some words
    written.encode()
    assert skeleton(written) == skeleton(text("plain", "loss", ["w"] * 1 + [f"w{place}" for place in range(1, len(words))]))


def test_a_script_that_needs_tensorflow_says_so() -> None:
    said = "Runs on Keras's TensorFlow backend alone, because of {}."
    assert said.format("TextVectorization") in script_of(template("raw_text")).text
    bins = ("bins", "Discretization", {"num_bins": 4, "output_mode": "multi_hot"})
    assert said.format("Discretization") in script_of(make_chain(INPUT, bins, LAST, training={"dataset": "iris"})).text
    assert "backend" not in iris().text


def test_the_script_of_a_run_chooses_its_back_end_before_it_imports_keras() -> None:
    document = make_chain(INPUT, LAST, training={"dataset": "iris"})
    text = of_run(document, "jax")
    assert text.index("import os") < text.index('os.environ["KERAS_BACKEND"] = "jax"') < text.index("import keras")
    assert "Needs: pip install keras jax" in text
    assert of_run(document, "tensorflow") == script_of(document).text
    assert "KERAS_BACKEND" not in script_of(document).text
