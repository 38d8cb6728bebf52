"""A table by a recipe -> its fields: the same numbers as the function that `table_source` writes reads from the same file."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from designer.core.data import DataField
from training.core.own_data.cells import day, number
from training.core.own_data.preparing import Array, Facts, Prepared, in_order, mixed, short, standard
from training.core.own_data.recipe import NUMERIC, ColumnChoice, FieldChoice, Recipe, Split
from training.core.own_data.rows import is_parquet, names, rows
from training.core.own_data.table_source import table_loader
from training.core.own_data.wrong import WrongData, shown

MOST_CLASSES = 1_000
LONGEST_FIELD = 64  # characters: what documents take
FILLS: Mapping[str, Callable[[Array], Any]] = {"mean": np.mean, "median": np.median}


def prepare_table(path: Path, recipe: Recipe, file: str) -> Prepared:
    """Fields, their parts and their loader. Raises WrongData."""
    table = Table(path, recipe)
    train, test, held_out = split(table)
    facts = _facts(table, train, held_out)
    fields = [_field(table, facts, choice) for choice in (*recipe.inputs, FieldChoice(name=table.target, columns=(table.target,)))]
    arrays = {field.name: values for field, values in fields}
    return Prepared(
        fields=tuple(field for field, _ in fields),
        target=table.target,
        train={name: values[train] for name, values in arrays.items()},
        test={name: values[test] for name, values in arrays.items()},
        loader=table_loader(recipe, facts, file, table.names, is_parquet=is_parquet(path)),
        order=in_order(train, test) if recipe.split.by == "column" else None,
    )


class Table:
    """The columns that a recipe uses, of the rows that it keeps: numbers with NaN for what is missing, words with an empty text."""

    def __init__(self, path: Path, recipe: Recipe) -> None:
        self.recipe = recipe
        self.target = _target(recipe)
        self.choices = {name: _choice(recipe, name) for name in recipe.used}
        found = names(path, recipe.reading)
        missing = next((name for name in self.choices if name not in found), None)
        if missing is not None:
            raise WrongData(f"This file has no column “{shown(missing)}”. Choose its columns again.")
        _check_fields(recipe, self.choices)
        self.names = found
        self.columns = self._read(path, {name: found.index(name) for name in self.choices})
        self.length = len(self.columns[self.target])
        if self.length < 2:
            raise WrongData("Fewer than two rows are left once rows with missing values are dropped. Choose another way to treat what is missing.")
        self.classes = _classes(self) if self.choices[self.target].kind == "category" else ()
        """Of the target; none where it is a number."""
        places = {value: place for place, value in enumerate(self.classes)}
        self.indexes = np.array([places[value] for value in self.columns[self.target]], "int32") if self.classes else None

    def fill(self, name: str, values: Array) -> float:
        """What stands for what is missing in a column, by those of its values to train with."""
        present = values[~np.isnan(values)]
        fill = FILLS.get(self.recipe.missing)
        if fill is None:
            return 0.0
        if not len(present):
            raise WrongData("every value to train with is missing. Ignore the column.", column=name)
        return short(fill(present))

    def _read(self, path: Path, places: Mapping[str, int]) -> dict[str, Array]:
        markers, needed = frozenset(self.recipe.reading.missing), self.recipe.needed
        columns: dict[str, Any] = {name: array("d") if choice.kind in NUMERIC else [] for name, choice in self.choices.items()}
        for row, cells in rows(path, self.recipe.reading):
            if any(cells[places[name]] in markers for name in needed):
                continue
            for name, place in places.items():
                columns[name].append(self._value(row, self.choices[name], cells[place], markers))
        return {name: np.array(values, "float64" if name_is_numeric else object) for name, values, name_is_numeric in self._kinds(columns)}

    def _kinds(self, columns: Mapping[str, Any]) -> Iterable[tuple[str, Any, bool]]:
        return ((name, values, self.choices[name].kind in NUMERIC) for name, values in columns.items())

    def _value(self, row: int, choice: ColumnChoice, cell: str, markers: frozenset[str]) -> float | str:
        is_missing = cell in markers
        if choice.kind not in NUMERIC:
            return "" if is_missing else cell
        if is_missing:
            return math.nan
        value = number(cell, self.recipe.reading) if choice.kind == "number" else day(cell, choice.date_format or "iso")
        if value is None:
            what = "a number" if choice.kind == "number" else "a date like the others"
            message = f"“{shown(cell)}” is not {what}. Correct it, count “{shown(cell)}” as missing, or choose another type for the column."
            raise WrongData(message, row, choice.name)
        return value


def _target(recipe: Recipe) -> str:
    if recipe.target is None:
        raise WrongData("Choose the column that is to be learned.")
    return recipe.target


def _choice(recipe: Recipe, name: str) -> ColumnChoice:
    choice = recipe.column(name)
    if choice is None or (choice.kind == "ignore"):
        raise WrongData(f"Column “{shown(name)}” is used, and is to be ignored. Give it a type, or take it out.")
    return choice


def _check_fields(recipe: Recipe, choices: Mapping[str, ColumnChoice]) -> None:
    if not recipe.inputs:
        raise WrongData("Choose at least one column to learn from.")
    fields = [choice.name for choice in recipe.inputs]
    if len({*fields, recipe.target}) < len(fields) + 1:
        raise WrongData("Two fields have the same name, or one is called as the target is. Rename one.")
    long = next((name for name in (*fields, recipe.target or "") if len(name) > LONGEST_FIELD), None)
    if long is not None:
        raise WrongData(f"“{shown(long)}” has more than {LONGEST_FIELD} characters. Give the field another name, or the column in the file.")
    for choice in recipe.inputs:
        if recipe.target in choice.columns and recipe.kind != "series":  # which is learned from its own past
            raise WrongData(f"Column “{shown(recipe.target or '')}” is to be learned, and cannot be learned from at once. Take it out of the inputs.")
        if len(choice.columns) > 1 and any(choices[name].kind not in NUMERIC for name in choice.columns):
            raise WrongData(f"Field “{shown(choice.name)}” mixes numbers with words. Give each column of words a field of its own.")
    if choices[recipe.target or ""].kind not in {"number", "category"}:
        raise WrongData(f"Column “{shown(recipe.target or '')}” is neither numbers nor categories, and only these can be learned. Change its type.")


def split(table: Table) -> tuple[Array, Array, int]:
    """The places of the rows to train with, of those to test with, and how many of the latter the order of time decided."""
    asked, every = table.recipe.split, np.arange(table.length)
    if asked.by == "time":
        order = np.argsort(table.columns[asked.column], kind="stable") if asked.column else every
        held_out = min(max(1, round(table.length * asked.test)), table.length - 1)
        return order[:-held_out], order[-held_out:], held_out
    if asked.by == "column":
        return (*_by_column(table), 0)
    if asked.by == "stratified" and table.indexes is None:
        raise WrongData("Only classes can be split class by class, and the target is a number. Split by ratio.")
    train, test = drawn(every, recipe_split=asked, indexes=table.indexes, classes=table.classes)
    return train, test, 0


def drawn(every: Array, recipe_split: Split, indexes: Array | None, classes: Sequence[str]) -> tuple[Array, Array]:
    """Parts drawn by a seed, class by class where that is asked for."""
    from sklearn.model_selection import train_test_split  # noqa: PLC0415  # heavy, and the web process reads what stands here

    by_class = indexes if recipe_split.by == "stratified" else None
    try:
        train, test = train_test_split(every, test_size=recipe_split.test, random_state=recipe_split.seed, stratify=by_class)
    except ValueError:
        raise WrongData(_too_few(by_class, classes)) from None
    return train, test


def _too_few(indexes: Array | None, classes: Sequence[str]) -> str:
    if indexes is None:
        return "There are too few samples to hold some out. Lower the share to test with, or add some."
    counts = np.bincount(indexes, minlength=len(classes))
    rarest = int(np.argmin(counts))
    many = f"{counts[rarest]} time{'' if counts[rarest] == 1 else 's'}"
    return f"“{shown(classes[rarest])}” is there {many}, too few to be split class by class. Split by ratio, or take it out."


def _by_column(table: Table) -> tuple[Array, Array]:
    name = table.recipe.split.column
    if name is None or table.choices[name].kind != "category":
        raise WrongData("Choose a column of categories to split by.")
    values = table.columns[name].astype(str)
    unknown = next((value for value in table.recipe.split.held_out if value not in values), None)
    if unknown is not None:
        raise WrongData(f"no row that is kept has “{shown(unknown)}”. Choose other values to test with.", column=name)
    is_held_out = np.isin(values, table.recipe.split.held_out)
    if is_held_out.all() or not is_held_out.any():
        raise WrongData(f"Splitting by “{shown(name)}” leaves one part empty. Choose other values to test with.")
    return mixed(is_held_out, table.recipe.split.seed)


def _facts(table: Table, train: Array, held_out: int) -> Facts:
    recipe, numeric = table.recipe, {name for name, choice in table.choices.items() if choice.kind in NUMERIC}
    instead: dict[str, float] = {}
    for name in sorted(numeric):
        values = table.columns[name]
        if np.isnan(values).any():
            instead[name] = table.fill(name, values[train])
            values[np.isnan(values)] = instead[name]
    classes = {table.target: table.classes} if table.classes else {}
    scaled = {choice.name: choice.columns for choice in recipe.inputs if set(choice.columns) <= numeric} if recipe.standardise else {}
    scaled |= {table.target: (table.target,)} if recipe.standardise and not classes else {}
    scales = {name: standard(_stacked(table, columns)[train]) for name, columns in scaled.items()}
    mean, scale = ({name: pair[place] for name, pair in scales.items()} for place in (0, 1))
    return Facts(instead, classes, mean, scale, held_out)


def _classes(table: Table) -> tuple[str, ...]:
    """The values of the target: by size where they are numbers, otherwise by the alphabet."""
    values = sorted(set(table.columns[table.target]))
    if len(values) > MOST_CLASSES:
        raise WrongData(f"it has {len(values):,} different values; at most {MOST_CLASSES:,} classes are learned.", column=table.target)
    if len(values) < 2:
        raise WrongData("it has one value only: there is nothing to learn.", column=table.target)
    sizes = {value: number(value, table.recipe.reading) for value in values}
    if all(size is not None for size in sizes.values()):
        values.sort(key=lambda value: (sizes[value], value))
    return tuple(values)


def _stacked(table: Table, columns: Iterable[str]) -> Array:
    return np.stack([table.columns[name] for name in columns], axis=1).astype("float32")


def _field(table: Table, facts: Facts, choice: FieldChoice) -> tuple[DataField, Array]:
    first = table.choices[choice.columns[0]]
    if choice.name == table.target and table.indexes is not None:
        classes = table.classes
        return DataField(name=choice.name, title=choice.name, kind="class", shape=(), dtype="int32", classes=classes), table.indexes
    if first.kind not in NUMERIC:
        return _words(table, choice, is_category=first.kind == "category")
    values = _stacked(table, choice.columns)
    is_target = choice.name == table.target
    scaled = {"mean": facts.mean.get(choice.name, ()), "scale": facts.scale.get(choice.name, ())}
    if scaled["scale"]:
        values = (values - np.array(scaled["mean"], "float32")) / np.array(scaled["scale"], "float32")
    dates = tuple(name for name in choice.columns if table.choices[name].kind == "date")
    described = {"kind": "value" if is_target else "vector", "columns": () if is_target else choice.columns, "dates": dates, **scaled}
    return DataField(name=choice.name, title=choice.name, shape=(len(choice.columns),), dtype="float32", **described), values


def _words(table: Table, choice: FieldChoice, *, is_category: bool) -> tuple[DataField, Array]:
    values = table.columns[choice.columns[0]]
    known = sorted(set(values)) if is_category else []
    classes = tuple(known) if len(known) <= MOST_CLASSES else ()
    return DataField(name=choice.name, title=choice.name, kind="text", shape=(), dtype="string", classes=classes), values
