"""A run and the script written of the same document are one training: the same curve, the same numbers at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.core import catalog as catalogue
from designer.core.codegen.script import write_script
from designer.core.document import Document, WeightsRef, parse
from designer.core.model_weights import weights_file
from designer.core.plan import plan
from designer.core.weights import digest
from tests.designer.core.block_cases import block, node, wires
from tests.designer.core.making import make_chain, make_document
from tests.training.core.making import Listener, iris_network, settings, two_inputs, two_outputs
from tests.training.core.own_data.making import flowers, kept, made, place_for, proposed
from training.core import datasets
from training.core.job import Given
from training.core.loop import train


def regularised() -> Document:
    """Layers that draw random numbers while they train."""
    return make_chain(
        ("input_layer", "Input", {"shape": [30]}),
        ("gaussian_noise", "GaussianNoise", {"stddev": 0.1}),
        ("dense", "Dense", {"units": 8, "activation": "relu", "kernel_initializer": "he_normal"}),
        ("dropout", "Dropout", {"rate": 0.5}),
        ("dense_1", "Dense", {"units": 1, "activation": "sigmoid"}),
        training=settings(
            "breast_cancer",
            optimizer={"class_name": "SGD", "config": {"learning_rate": 0.1, "momentum": 0.9}},
            early_stopping={"monitor": "val_loss", "patience": 1, "min_delta": 0.5, "restore_best_weights": True},
            epochs=6,
        ),
    )


def learning() -> Document:
    """A layer that measures the data, behind one that changes it."""
    return make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("rescaling", "Rescaling", {"scale": 3.0}),
        ("normalization", "Normalization", {}),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris"),
    )


def learning_within() -> Document:
    """Layers that measure the data in a nested model, and in one within it, each behind a layer that changes it."""
    deep = block(
        [node("x", "Input"), node("doubled", "Rescaling", scale=2.0), node("even", "Normalization")],
        wires(("x", "doubled"), ("doubled", "even")),
        ["x"],
        ["even"],
        nested=True,
    )
    front = block(
        [node("x", "Input"), node("first", "Normalization"), node("dense", "Dense", units=3), node("deep", "block.deep")],
        wires(("x", "first"), ("first", "dense"), ("dense", "deep", "x")),
        ["x"],
        ["deep"],
        nested=True,
    )
    nodes = [
        node("input_layer", "Input", shape=[4]),
        node("rescaling", "Rescaling", scale=3.0),
        node("front", "block.front"),
        node("again", "block.deep", repeat=2),
        node("last", "Dense", units=3, activation="softmax"),
    ]
    edges = wires(("input_layer", "rescaling"), ("rescaling", "front", "x"), ("front", "again", "x"), ("again", "last"))
    return parse({"nodes": nodes, "edges": edges, "blocks": {"front": front, "deep": deep}, "training": settings("iris")})


@pytest.mark.parametrize(
    "document",
    [iris_network(), regularised(), two_inputs(), two_outputs(), learning(), learning_within()],
    ids=["chain", "random layers", "inputs", "outputs", "learning", "learning within"],
)
def test_the_curve_is_the_scripts(document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_same_curve(document, tmp_path, monkeypatch)


def assert_same_curve(document: Document, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Train by the script, in a folder with its data, and by the worker's function."""
    spec = datasets.find(document.training.dataset or "")
    catalog = catalogue.load()
    script = write_script(plan(document, catalog), document, spec, catalog)
    monkeypatch.chdir(folder)
    file = folder / "script.py"
    file.write_text(script.text)
    names: dict[str, Any] = {"__name__": "__main__", "__file__": str(file)}
    exec(compile(script.text, str(file), "exec"), names)  # written from our own document
    result = train(document, folder / "run", Listener().emit)
    assert dict(result.history) == names["history"].history
    assert dict(result.evaluation) == pytest.approx(names["results"], rel=1e-6)


@pytest.mark.filterwarnings("ignore:A total of 1 objects could not be loaded")
def test_weights_to_start_from_leave_alone_what_was_learnt_from_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {"dense": (np.eye(4, 3, dtype="float32"), np.ones(3, "float32"))}
    document = learning().model_copy(update={"weights": WeightsRef(digest=digest(weights), title="eyes")})
    script = write_script(plan(document, catalogue.load()), document, datasets.find("iris"), catalogue.load())
    monkeypatch.chdir(tmp_path)
    Path(script.files[-1]).write_bytes(weights_file(document, weights))
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(script.text, "script.py", "exec"), names)  # written from our own document
    result = train(document, tmp_path / "run", Listener().emit, given=Given(weights))
    assert dict(result.history) == names["history"].history


def test_the_curve_on_a_table_of_ones_own_is_the_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place_for(tmp_path, "flowers.csv", flowers())
    with kept(tmp_path):
        spec = made(path, proposed(path, missing="mean"))
        document = make_document(
            [
                ("sizes", "Input", {"shape": [2]}),
                ("colour", "Input", {"shape": [], "dtype": "string"}),
                ("normalization", "Normalization", {}),
                ("string_lookup", "StringLookup", {"output_mode": "one_hot", "vocabulary": ["red", "white", "yellow"]}),
                ("concatenate", "Concatenate", {}),
                ("dense", "Dense", {"units": 3, "activation": "softmax"}),
            ],
            [
                ("sizes", "normalization"),
                ("colour", "string_lookup"),
                ("normalization", "concatenate", 0),
                ("string_lookup", "concatenate", 1),
                ("concatenate", "dense"),
            ],
            training=settings(spec.name, inputs=[{"node": "sizes", "field": "features"}, {"node": "colour", "field": "colour"}]),
        )
        assert_same_curve(document, path.parent, monkeypatch)
