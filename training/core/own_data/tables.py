"""Tables looked at: their columns, their first rows, what is wrong with them, and what could be made of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from training.core.own_data.columns import Tally
from training.core.own_data.inspection import ColumnFound, Fault, Inspection
from training.core.own_data.prepare_table import LONGEST_FIELD
from training.core.own_data.recipe import ColumnChoice, ColumnKind, FieldChoice, Kind, Reading, Recipe, Split, Window
from training.core.own_data.rows import detect, names, rows
from training.core.own_data.wrong import WrongData

MOST_CELLS = 5_000_000  # that statistics are made of; the rows after that are only counted
FIRST_ROWS = 20
LONGEST_CELL = 200
MOST_FAULTS = 50
TARGETS = frozenset({"target", "label", "class", "y", "species", "category", "outcome", "result", "price", "value", "survived"})
ENOUGH_OF_EACH = 4  # rows of a class are too few to be split class by class
FEW = 20  # different whole numbers, which are classes rather than values where they are to be learned


def inspect_table(
    path: Path, name: str, kind: Kind = "table", reading: Reading | None = None, corrected: Mapping[str, ColumnKind] | None = None
) -> Inspection:
    """A table as it was understood; `reading` and `corrected` say what was understood wrongly. Raises WrongData where it is none."""
    reading = reading or detect(path)
    faults: list[Fault] = []

    def note(wrong: WrongData) -> None:
        if len(faults) < MOST_FAULTS:
            faults.append(wrong.fault)

    columns = names(path, reading)
    tallies = [Tally(column, reading) for column in columns]
    first: list[tuple[str, ...]] = []
    most, count = max(1_000, MOST_CELLS // len(columns)), 0
    for number, cells in rows(path, reading, note):
        count += 1
        if count <= FIRST_ROWS:
            first.append(tuple(cell[:LONGEST_CELL] for cell in cells))
        if count <= most:
            for tally, cell in zip(tallies, cells, strict=True):
                tally.add(number, cell)
    if not count and not faults:
        raise WrongData("There is no row below the header. A table needs rows to learn from.")
    found = [_found(tally, kind, (corrected or {}).get(tally.name)) for tally in tallies]
    for tally, column in zip(tallies, found, strict=True):
        faults.extend(tally.faults(column.kind)[: MOST_FAULTS - len(faults)])
    return Inspection(
        name=name,
        kind=kind,
        bytes=path.stat().st_size,
        samples=count,
        looked_at=min(count, most),
        reading=reading,
        columns=tuple(found),
        rows=tuple(first),
        faults=tuple(faults),
        recipe=None if faults else propose(kind, reading, found, count, {tally.name for tally in tallies if tally.are_whole}),
    )


def _found(tally: Tally, kind: Kind, corrected: ColumnKind | None) -> ColumnFound:
    column = tally.found(corrected)
    return column.model_copy(update={"line": tally.line()}) if kind == "series" and column.kind == "number" else column


def propose(kind: Kind, reading: Reading, found: Sequence[ColumnFound], count: int, whole: Collection[str]) -> Recipe | None:
    """What is probably meant: the last column, or one that is called so, is learned from the others. `whole` are columns of whole numbers alone."""
    used = [column for column in found if column.kind != "ignore"]
    if kind == "series":
        return _series(reading, found)
    learnable = [column for column in used if column.kind in {"number", "category"} and column.distinct > 1]
    if len(used) < 2 or not learnable:
        return None
    named = [column for column in learnable if column.name.lower() in TARGETS]
    target = (named or learnable)[-1]
    is_class = target.kind == "category" or (target.kind == "number" and target.name in whole and target.distinct <= min(FEW, count // 10))
    columns = tuple(
        ColumnChoice(name=column.name, kind="category" if is_class and column is target else column.kind, date_format=column.date_format)
        for column in found
    )
    return Recipe(
        kind=kind,
        reading=reading,
        columns=columns,
        inputs=_inputs([column for column in used if column is not target]),
        target=target.name,
        split=Split(by="stratified" if is_class and (target.rarest or 0) > ENOUGH_OF_EACH else "ratio"),
    )


def _inputs(columns: Sequence[ColumnFound]) -> tuple[FieldChoice, ...]:
    numbers = tuple(column.name for column in columns if column.kind == "number")
    words = [column.name for column in columns if column.kind in {"category", "text"}]
    fields = [FieldChoice(name=name[:LONGEST_FIELD], columns=(name,)) for name in words]
    taken = set(words)
    name = next(name for name in ("features", "numbers", "all numbers", "columns of numbers") if name not in taken)
    return (*([FieldChoice(name=name, columns=numbers)] if numbers else []), *fields)


def _series(reading: Reading, found: Sequence[ColumnFound]) -> Recipe | None:
    numbers = tuple(column.name for column in found if column.kind == "number")
    if not numbers:
        return None
    date = next((column.name for column in found if column.kind == "date"), None)
    return Recipe(
        kind="series",
        reading=reading,
        columns=tuple(ColumnChoice(name=column.name, kind=column.kind, date_format=column.date_format) for column in found),
        inputs=(FieldChoice(name="past", columns=numbers),),
        target=numbers[-1],
        window=Window(past=24, ahead=1),
        split=Split(by="time", column=date),
    )
