"""Rows in the order of time -> windows: so many steps to see, and so many to foretell."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from designer.core.codegen.expressions import Call, Name, laid_out, quoted
from designer.core.data import DataField, Loader
from training.core.own_data.prepare_table import Table
from training.core.own_data.preparing import INDENT, Array, Facts, Prepared, standard
from training.core.own_data.recipe import FieldChoice, Recipe
from training.core.own_data.rows import is_parquet
from training.core.own_data.spec import function_name, loader
from training.core.own_data.table_source import IMPORTS, PARQUET_ROWS, Writer
from training.core.own_data.wrong import WrongData

NEXT = "next"
MOST_BYTES = 4_000_000_000
WINDOWS = "np.lib.stride_tricks.sliding_window_view"


class Series:
    """The numbers of a table in the order of time, and where their windows part into those to train with and those to test with."""

    def __init__(self, path: Path, recipe: Recipe) -> None:
        if recipe.window is None or len(recipe.inputs) != 1:
            raise WrongData("Choose the columns to see, how many steps of them, and how many to foretell.")
        if recipe.split.by != "time":
            raise WrongData("A series is split by time: what comes last is held out.")
        self.table, self.choice, self.window = Table(path, recipe), recipe.inputs[0], recipe.window
        order: Array = np.arange(self.table.length)
        if recipe.split.column:
            order = np.argsort(self.table.columns[recipe.split.column], kind="stable")
        self.columns = {name: values[order] for name, values in self.table.columns.items()}
        count = self.table.length - self.window.past - self.window.ahead + 1
        self.test = max(1, round(count * recipe.split.test))
        self.train = count - self.test - (self.window.ahead - 1)  # what training sees ends where the test's targets begin
        if self.train < 1:
            message = f"There are {self.table.length:,} rows, too few for windows of {self.window.past:,} and {self.window.ahead:,} steps."
            raise WrongData(f"{message} Take shorter ones, or add rows.")
        if count * self.window.past * len(self.choice.columns) * 4 > MOST_BYTES:
            raise WrongData(f"These windows would hold more than {MOST_BYTES:,} bytes. Take shorter ones, or fewer columns.")
        self.seen = self.train + self.window.past + self.window.ahead - 1
        """How many rows training sees."""

    def values(self, columns: tuple[str, ...]) -> Array:
        """Columns of numbers, one beside the other."""
        return np.stack([self.columns[name] for name in columns], axis=1, dtype="float32")


def prepare_series(path: Path, recipe: Recipe, file: str) -> Prepared:
    """Windows and what follows each. Raises WrongData."""
    series = Series(path, recipe)
    table, window, target = series.table, series.window, (series.table.target,)
    if any(table.choices[name].kind != "number" for name in (*series.choice.columns, *target)):
        raise WrongData("A series is made of columns of numbers alone. Take the others out.")
    facts = _facts(series)
    arrays = {}
    for name, columns in ((series.choice.name, series.choice.columns), (NEXT, target)):
        values = series.values(columns)
        if name in facts.mean:
            values = (values - np.array(facts.mean[name], "float32")) / np.array(facts.scale[name], "float32")
        arrays[name] = values
    seen = np.lib.stride_tricks.sliding_window_view(arrays[series.choice.name][: -window.ahead], window.past, axis=0).transpose(0, 2, 1)
    following = np.lib.stride_tricks.sliding_window_view(arrays[NEXT][window.past :, 0], window.ahead)
    parts = {series.choice.name: seen, NEXT: following}
    return Prepared(
        fields=_fields(series, facts),
        target=NEXT,
        train={name: values[: series.train] for name, values in parts.items()},
        test={name: values[-series.test :] for name, values in parts.items()},
        loader=_loader(series, facts, path, file),
    )


def _facts(series: Series) -> Facts:
    recipe, table = series.table.recipe, series.table
    instead: dict[str, float] = {}
    for name in sorted({*series.choice.columns, table.target}):
        values = series.columns[name]
        if np.isnan(values).any():
            instead[name] = table.fill(name, values[: series.seen])
            values[np.isnan(values)] = instead[name]
    scaled = {series.choice.name: series.choice.columns, NEXT: (table.target,)} if recipe.standardise else {}
    scales = {name: standard(series.values(columns)[: series.seen]) for name, columns in scaled.items()}
    mean, scale = ({name: pair[place] for name, pair in scales.items()} for place in (0, 1))
    return Facts(instead, {}, mean, scale, series.test)


def _fields(series: Series, facts: Facts) -> tuple[DataField, ...]:
    choice, window = series.choice, series.window

    def field(name: str, title: str, kind: str, shape: tuple[int, ...]) -> DataField:
        scaled = {"mean": facts.mean.get(name, ()), "scale": facts.scale.get(name, ())}
        described = {"columns": choice.columns if kind == "series" else (), **scaled}
        return DataField.model_validate({"name": name, "title": title, "kind": kind, "shape": shape, "dtype": "float32", **described})

    seen = field(choice.name, choice.name, "series", (window.past, len(choice.columns)))
    return seen, field(NEXT, f"Next {series.table.target}", "value", (window.ahead,))


def _loader(series: Series, facts: Facts, path: Path, file: str) -> Loader:
    writer, window = Writer(series.table.recipe, facts, series.table.names), series.window
    parquet = is_parquet(path)
    lines = [*writer.head(file), *(PARQUET_ROWS.splitlines() if parquet else writer.rows()), *writer.kept(), *writer.readers()]
    choices = (series.choice, FieldChoice(name=NEXT, columns=(series.table.target,)))
    lines += laid_out("fields = ", {choice.name: writer.field(choice) for choice in choices}, indent=INDENT)
    lines += writer.scaled()
    name = quoted(series.choice.name)
    past = Call(WINDOWS, (Name(f"fields[{name}][:-{window.ahead}]"), window.past), (("axis", 0),))
    following = Call(WINDOWS, (Name(f'fields["{NEXT}"][{window.past}:, 0]'), window.ahead))
    lines += [*laid_out("past = ", past, ".transpose(0, 2, 1)", indent=INDENT), *laid_out("following = ", following, indent=INDENT)]
    lines.append(f'{INDENT}train = {{{name}: past[:{series.train}], "{NEXT}": following[:{series.train}]}}')
    lines.append(f'{INDENT}test = {{{name}: past[-{series.test}:], "{NEXT}": following[-{series.test}:]}}')
    lines.append(f"{INDENT}return train, test")
    imports = ["import duckdb" if parquet else "import csv", *IMPORTS, *(["from datetime import datetime"] if "date" in writer.used else [])]
    return loader(imports, lines, function_name(file), file, ("duckdb",) if parquet else ())
