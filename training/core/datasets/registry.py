"""What data sets there are, read from the files beside this one.

NAME.toml describes a data set, NAME.py holds the one function that loads it. Describing reads both as text, so the web process knows every
data set without importing what loads it; only `load` imports and runs the function.
"""

from __future__ import annotations

import ast
import importlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from designer.core.data import DataField, DataSpec, LastLayer, Loader
from designer.core.document import KerasObject
from training.core import own_data
from training.core.folder import DATASET_FILE
from training.core.own_data import store

Arrays: TypeAlias = dict[str, NDArray[Any]]

FOLDER = Path(__file__).parent


@cache
def all_specs() -> tuple[DataSpec, ...]:
    """Every data set, in the order of the gallery."""
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")}
    return tuple(_spec(name, table) for name, table in sorted(tables.items(), key=lambda item: item[1]["order"]))


def find(name: str) -> DataSpec | None:
    """The data set of that name, one of a person's own too, or None."""
    return next((spec for spec in all_specs() if spec.name == name), None) or store.find(name)


def found_or_kept(name: str, folder: Path) -> DataSpec | None:
    """The data set of that name; where it was deleted, what a run's folder keeps of it: its description, none of its samples."""
    found = find(name)
    if found is not None:
        return found
    try:
        return DataSpec.model_validate_json((folder / DATASET_FILE).read_bytes())
    except FileNotFoundError:
        return None


def load(name: str) -> tuple[Arrays, Arrays]:
    """The training and the held-out part, each a dict from field name to array; raises KeyError for an unknown name."""
    spec = find(name)
    if spec is None:
        raise KeyError(name)
    if spec.own:
        return own_data.load(name)
    module = importlib.import_module(f"{__package__}.{name}")
    train, test = getattr(module, spec.loader.function)()
    return _contiguous(train), _contiguous(test)


def read_file(name: str, file: str) -> bytes:
    """A data file that a data set's loader reads; raises KeyError for any other."""
    spec = find(name)
    if spec is None or file not in spec.loader.files:
        raise KeyError(f"{name}/{file}")
    if spec.own:
        return store.read_file(name, file)
    return (FOLDER / file).read_bytes()


def _contiguous(arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    """Arrays that Keras can cut batches from quickly."""
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _spec(name: str, table: Mapping[str, Any]) -> DataSpec:
    last = table["last_layer"]
    return DataSpec(
        name=name,
        **{key: table[key] for key in ("title", "summary", "task", "input", "target", "train_samples", "test_samples", "source", "licence")},
        fields=tuple(_field(field, table.get("columns", [])) for field in table["fields"]),
        last_layer=LastLayer(
            units=last["units"],
            activation=last.get("activation"),
            loss=KerasObject(class_name=last["loss"]),
            metrics=tuple(KerasObject(class_name=metric) for metric in last["metrics"]),
        ),
        loader=_loader(name, table),
    )


def _field(table: Mapping[str, Any], columns: list[Mapping[str, Any]]) -> DataField:
    """A field; one of kind 'vector' names the columns of the table that it takes, as [first, end]."""
    if table["kind"] == "class":
        return DataField(shape=(), **table)
    if "columns" not in table:
        return DataField(**table)
    first, end = table["columns"]
    taken = columns[first:end]
    return DataField(
        name=table["name"],
        title=table["title"],
        kind=table["kind"],
        shape=(len(taken),),
        dtype="float32",
        columns=tuple(column["name"] for column in taken),
        mean=tuple(column["mean"] for column in taken),
        scale=tuple(column["scale"] for column in taken),
    )


def _loader(name: str, table: Mapping[str, Any]) -> Loader:
    """The source of NAME.py: its imports and its one function."""
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    *imports, function = ast.parse(text).body
    if not isinstance(function, ast.FunctionDef) or not all(isinstance(line, ast.Import | ast.ImportFrom) for line in imports):
        raise TypeError(f"{name}.py must hold imports and one function, which loads the data set.")
    return Loader(
        imports=tuple(_segment(text, line) for line in imports),
        source=_segment(text, function),
        function=function.name,
        files=tuple(table["files"]),
        packages=tuple(table["packages"]),
    )


def _segment(text: str, node: ast.stmt) -> str:
    return ast.get_source_segment(text, node) or ""
