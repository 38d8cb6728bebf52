"""Scripts that search do what the sweep does: the same settings in the same order, and each trial's numbers are those of its run."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from random import Random
from typing import Any

import keras
import optuna
import pytest
from pydantic import JsonValue

from designer.core.arithmetic import expression_of
from designer.core.blocks import known
from designer.core.build import build
from designer.core.catalog import load
from designer.core.codegen.constructors import CannotWrite
from designer.core.codegen.notebook import write_notebook
from designer.core.codegen.script import write_module
from designer.core.document import Document, Sweep, SweptField, parse
from designer.core.gallery import find as find_template
from designer.core.plan import plan
from designer.core.sweeps import grid, sampled, with_values, without_sweep
from designer.core.swept_params import can_search
from tests.designer.core.block_cases import block, node, wires
from tests.designer.core.codegen.running import write
from tests.training.core.making import Listener, iris_network, settings
from tests.warm import run_script
from training.core import datasets
from training.core.loop import train
from training.core.objective import best_of, measured_in

UNITS = {"name": "units", "node": "dense", "path": ["units"], "values": [4, 8]}
RATE = {"name": "rate", "path": ["optimizer", "config", "learning_rate"], "low": 1e-3, "high": 1e-1, "log": True}
L2 = {"class_name": "L2", "config": {"l2": 0.01}}
INSIDE = {"name": "wide", "node": "wide", "block": "inner", "path": ["units"], "low": 3, "high": 5, "step": 2, "integer": True}
PENALTY = {"name": "penalty", "node": "last", "path": ["kernel_regularizer"], "values": [None, L2]}
OPTIMIZER = {"name": "optimizer", "path": ["optimizer"], "values": [{"class_name": "SGD", "config": {"momentum": 0.9}}, {"class_name": "Adam"}]}
SIZE = {"name": "size", "path": ["batch_size"], "values": [16, 24]}


def make_search(*fields: dict[str, Any], **sweep: Any) -> Document:
    """A chain on iris, searched."""
    optimizer = {"class_name": "Adam", "config": {"learning_rate": 0.01}}
    return iris_network(sweep={"fields": list(fields), **sweep}, optimizer=optimizer)


def make_within(*fields: dict[str, Any], **sweep: Any) -> Document:
    """Layers that learn, a block that is used twice with a parameter, one that is a model of its own; searched."""
    inner = block([node("x", "Input"), node("wide", "Dense", units=6), node("again", "Dense", units={"$expr": "2 * size"})], [], ["x"], ["again"])
    inner |= {"edges": wires(("x", "wide"), ("wide", "again")), "params": [{"name": "size", "default": 2}]}
    whole = block([node("x", "Input"), node("dense", "Dense", units=4)], wires(("x", "dense")), ["x"], ["dense"], nested=True)
    nodes = [
        node("x", "Input", shape=[4]),
        node("rescaling", "Rescaling", scale=2.0),
        node("normalization", "Normalization"),
        node("first", "block.inner", size=3),
        node("second", "block.inner", repeat=2),
        node("whole", "block.whole"),
        node("last", "Dense", units=3, activation="softmax"),
    ]
    edges = wires(
        ("x", "rescaling"), ("rescaling", "normalization"), ("normalization", "first", "x"), ("first", "second", "x"), ("second", "whole", "x")
    )
    edges += wires(("whole", "last"))
    training = settings("iris", sweep={"fields": list(fields), **sweep})
    return parse({"nodes": nodes, "edges": edges, "blocks": {"inner": inner, "whole": whole}, "training": training})


def run(document: Document, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a script's names are once it has run."""
    script = write(document, datasets.find("iris"))
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(script.text, "script.py", "exec"), names)  # written from our own document
    return names


def score(document: Document, assignment: dict[str, JsonValue], folder: Path) -> float:
    """What the worker's function comes to with these values."""
    sweep = _sweep(document)
    result = train(with_values(document, assignment), folder / f"run_{abs(hash(json.dumps(assignment)))}", Listener().emit)
    epochs = [dict(zip(result.history, values, strict=True)) for values in zip(*result.history.values(), strict=True)]
    best = best_of((measured_in(epoch, sweep.objective) for epoch in epochs), sweep.direction)
    assert best is not None
    return best


def _sweep(document: Document) -> Sweep:
    assert document.training.sweep is not None
    return document.training.sweep


@pytest.mark.parametrize(
    "document",
    [make_search(UNITS, SIZE, objective="val_accuracy", direction="max", trials=2), make_within(INSIDE, PENALTY, trials=2)],
    ids=["chain", "within blocks"],
)
def test_the_trials_of_a_grid_are_the_sweeps(document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = run(document, tmp_path, monkeypatch)
    wanted = list(grid(_sweep(document)))
    assert len(names["trials"]) == len(wanted)
    assert names["scores"] == [score(document, assignment, tmp_path) for assignment in wanted]
    best = max if _sweep(document).direction == "max" else min
    assert names["best"] == names["trials"][names["scores"].index(best(names["scores"]))]
    assert names["best_value"](names["history"]) == best(names["scores"])
    assert (tmp_path / f"{names['model'].name}.keras").exists()


def test_chance_draws_the_same_as_the_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = make_search(UNITS, RATE, method="random", trials=2, seed=5, pruning="median")
    names = run(document, tmp_path, monkeypatch)
    random = Random(5)
    assert names["trials"] == [sampled(_sweep(document), random) for _ in range(2)]


def test_what_optuna_proposes_is_trained_as_a_run_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = make_within(INSIDE, OPTIMIZER, method="optuna", trials=2, pruning="hyperband")
    names = run(document, tmp_path, monkeypatch)
    values = dict(zip(names["optimizer_choices"], [*OPTIMIZER["values"]], strict=False))
    trials = names["study"].trials
    assert len(trials) == 2
    for trial in trials:
        assignment = {"wide": trial.params["wide"], "optimizer": values[trial.params["optimizer"]]}
        reached = score(document, assignment, tmp_path)
        assert trial.value == reached or trial.state == optuna.trial.TrialState.PRUNED
    assert names["best"] == names["study"].best_params


def test_a_script_that_runs_by_itself_ends_a_hopeless_trial(tmp_path: Path) -> None:
    bad = {"name": "rate", "path": ["optimizer", "config", "learning_rate"], "values": [0.1, 0.11, 0.12, 0.13, 0.14, 1e-9]}
    document = make_search(bad, method="random", trials=6, seed=2, pruning="median")  # draws the hopeless rate last
    file = tmp_path / "script.py"
    file.write_text(write(document, datasets.find("iris")).text)
    said = run_script(file)
    trials = [line for line in said.splitlines() if line.startswith("Trial ")]
    assert [line.split()[3] == "inf" for line in trials] == [False] * 5 + [True]
    assert "Best of 6 trials: val_loss" in said
    assert next(tmp_path.glob("*.keras"))


def test_a_grid_is_written_without_the_pruning_that_it_does_not_do() -> None:
    text = write(make_search(UNITS, method="grid", pruning="median"), datasets.find("iris")).text
    assert "optuna" not in text


def test_trials_without_a_validation_split_are_told_by_the_loss_they_have() -> None:
    split = {"name": "split", "path": ["validation_split"], "low": 0, "high": 0.2, "step": 0.1}
    text = write(make_search(split, method="grid"), datasets.find("iris")).text
    assert 'history.get("val_loss", history["loss"])' in text


def test_the_drawn_value_is_the_default_and_the_model_has_its_fields_as_parameters() -> None:
    script = write(make_search(UNITS, RATE, method="random"), datasets.find("iris"))
    text = script.text
    first, last = script.lines["dense"]
    assert text.splitlines()[first - 1 : last] == ['            layers.Dense(units, activation="relu"),']
    assert "def make_model(units):" in text
    assert "def train_model(units=8, rate=0.01):" in text
    assert '"rate": 0.001 * (0.1 / 0.001) ** chance.random(),' in text


@pytest.mark.parametrize("name", ["residual_blocks", "siamese", "transformer"])
def test_whatever_is_marked_the_drawn_values_make_the_drawn_model(name: str) -> None:
    template = find_template(name)
    assert template is not None
    plain = template.document
    sweep = Sweep(fields=tuple(searchable(plain))[:12])
    document = plain.model_copy(update={"training": plain.training.model_copy(update={"sweep": sweep})})
    script = write(document, datasets.find(plain.training.dataset or ""), shapes=True)
    keras.utils.clear_session(free_memory=False)
    names: dict[str, Any] = {"__name__": "__main__"}
    for part in script.parts:
        if part.title in {"Setup", "Model", "Training"}:
            exec("\n".join(part.lines), names)
    defaults = {key: param.default for key, param in signature(names["train_model"]).parameters.items()}
    model = names["make_model"](**{key: defaults[key] for key in signature(names["make_model"]).parameters})
    assert len(signature(names["make_model"]).parameters) == len(sweep.fields) >= 4
    keras.utils.clear_session(free_memory=False)
    assert model.get_config() == build(plan(plain, load())).get_config()


def searchable(document: Document) -> Iterator[SweptField]:
    """A field for each argument of each node that can be searched, which tries what is drawn."""
    levels = [(None, document.nodes), *((name, block.nodes) for name, block in document.blocks.items())]
    for name, nodes in levels:
        for each in nodes:
            for key, value in each.config.items():
                field = SweptField(name=f"{each.id}_{key}_{name}", node=each.id, block=name, path=(key,), values=(value,))
                if expression_of(value) is None and can_search(document, field, known(document, load())):
                    yield field


def test_an_expression_over_the_parameters_of_a_block_gives_way() -> None:
    again = {"name": "again", "node": "again", "block": "inner", "path": ["units"], "values": [5, 7]}
    text = write(make_within(again), datasets.find("iris")).text
    assert "def train_model(again=5):" in text
    assert 'layers.Dense(again, name=f"{name}_again")' in text


def test_what_a_use_gives_to_its_block_can_be_searched() -> None:
    text = write(make_within({"name": "size", "node": "first", "path": ["size"], "values": [2, 3]}), datasets.find("iris")).text
    assert "def make_model(size_):" in text
    assert 'inner(normalization_output, size=size_, name="first")' in text


def test_batches_from_the_disk_take_the_settings_of_the_trial() -> None:
    data = datasets.find("iris")
    assert data is not None
    streaming = data.model_copy(update={"loader": data.loader.model_copy(update={"streams": True})})
    text = write(make_search(SIZE, UNITS), streaming).text
    ast.parse(text)
    assert "batches(x=train" in text
    assert "batch_size=size" in text
    with pytest.raises(CannotWrite, match="cannot be searched"):
        write(make_search({"name": "split", "path": ["validation_split"], "values": [0.1]}), streaming)


def test_the_module_and_its_proof_are_of_the_drawn_network() -> None:
    document = make_search(UNITS)
    module = write_module(plan(document, load()), document)
    assert module == write_module(plan(without_sweep(document), load()), without_sweep(document))


def test_a_dtype_can_be_searched_and_optuna_is_told_the_last_step() -> None:
    dtype = {"name": "kind", "node": "dense", "path": ["dtype"], "values": ["float32", "mixed_bfloat16"]}
    stepped = {"name": "units", "node": "dense", "path": ["units"], "low": 2, "high": 9, "step": 3, "integer": True}
    text = write(make_search(dtype, stepped, method="optuna"), datasets.find("iris")).text
    assert "dtype=kind" in text
    assert 'trial.suggest_int("units", 2, 8, step=3)' in text


def test_a_value_that_others_depend_on_keeps_them_said() -> None:
    pool = {"name": "pool", "node": "pool", "path": ["pool_size"], "values": [2, 4]}
    nodes = [
        node("x", "Input", shape=[8, 8, 1]),
        node("pool", "MaxPooling2D", pool_size=2, strides=2),
        node("flatten", "Flatten"),
        node("dense", "Dense", units=10, activation="softmax"),
    ]
    edges = wires(("x", "pool"), ("pool", "flatten"), ("flatten", "dense"))
    document = parse({"nodes": nodes, "edges": edges, "training": settings("digits", sweep={"fields": [pool]})})
    assert "layers.MaxPooling2D(pool_size=pool, strides=2" in write(document, datasets.find("digits")).text
    assert "strides" not in write(without_sweep(document), datasets.find("digits")).text


def test_without_marks_the_script_is_the_plain_one() -> None:
    document = make_search()
    assert write(document, datasets.find("iris")).text == write(without_sweep(document), datasets.find("iris")).text
    searched = make_search(UNITS)
    assert write(searched).text == write(without_sweep(searched)).text


def test_a_sweep_that_cannot_be_is_not_written() -> None:
    with pytest.raises(CannotWrite, match="units = 0"):
        write(make_search(UNITS | {"values": [0]}), datasets.find("iris"))


def test_the_notebook_carries_the_search() -> None:
    cells = json.loads(write_notebook(write(make_search(UNITS, method="optuna"), datasets.find("iris"))))["cells"]
    headings = [cell["source"][0] for cell in cells if cell["cell_type"] == "markdown"][2:]
    assert headings == [f"## {title}" for title in ("Setup", "Data", "Model", "Training", "Search", "Best model", "Evaluation")]
    assert any("optuna" in line for line in cells[1]["source"])
