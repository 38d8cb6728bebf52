"""What a column of a table holds: its type is inferred from its cells, and what there is to say of them is counted."""

from __future__ import annotations

from array import array
from collections import Counter

import numpy as np

from training.core.own_data.cells import DATE_FORMATS, day, number
from training.core.own_data.inspection import ColumnFound, Fault, Numbers
from training.core.own_data.recipe import ColumnKind, Reading
from training.core.own_data.wrong import placed, shown

COUNTED = 1_000  # different values
BINS = 20
LOOKED_AT = 1_000  # values, to see how many different ones there are
FREQUENT = 20
SAMPLES = 5
POINTS = 160  # of a line
NOTED = 5  # faults a column
MOSTLY = 0.95  # of its cells make a column one of numbers; the others are faults
LONG = 40  # characters: what is longer on average is text and no category
ROW_NUMBERS = frozenset({"id", "index", "nr", "no", "row", "number", "#"})
MEANT = {"number": "is not a number", "date": "is not a date like the others"}


class Tally:
    """Takes the cells of one column."""

    def __init__(self, name: str, reading: Reading) -> None:
        self.name = name
        self.cells = self.missing = 0
        self._reading, self._markers = reading, frozenset(reading.missing)
        self._numbers, self._days = array("d"), array("d")
        self._counts: Counter[str] = Counter()
        self._overflows = False
        self._characters = 0
        self._formats: tuple[str, ...] = DATE_FORMATS
        self._not: dict[str, list[tuple[int, str]]] = {"number": [], "date": []}

    def add(self, row: int, cell: str) -> None:
        """Count a cell."""
        self.cells += 1
        if cell in self._markers:
            self.missing += 1
            return
        self._characters += len(cell)
        if not self._overflows or cell in self._counts:
            self._counts[cell] += 1
            self._overflows = len(self._counts) > COUNTED
        self._add_number(row, cell)
        if self._formats:
            self._add_day(row, cell)

    def found(self, corrected: ColumnKind | None) -> ColumnFound:
        """What was counted, of the inferred kind or a corrected one."""
        inferred = self._kind()
        kind = corrected or inferred
        values = np.array(self._days if kind == "date" else self._numbers) if kind in MEANT else np.array([])
        return ColumnFound(
            name=self.name,
            kind=kind,
            inferred=inferred,
            date_format=self._formats[0] if kind == "date" and self._formats else "",
            date_formats=self._formats if kind == "date" else (),
            missing=self.missing,
            distinct=len(self._counts),
            rarest=None if self._overflows else min(self._counts.values(), default=None),
            values=self._values() if kind == "category" else (),
            numbers=numbers(values) if kind == "number" else None,
            spread=histogram(values) if kind == "number" else tuple(self._counts.most_common(FREQUENT)),
            samples=tuple(shown(cell) for cell in list(self._counts)[:SAMPLES]),
        )

    @property
    def are_whole(self) -> bool:
        """Whether all of its values are whole numbers, as far as they are told apart."""
        return all(cell.lstrip("+-").isdigit() for cell in self._counts)

    def line(self) -> tuple[float, ...]:
        """The column's numbers in the file's order: means of equal stretches, few enough to be drawn."""
        values = np.array(self._numbers)
        stretches = np.array_split(values, min(len(values), POINTS)) if values.size else []
        return tuple(float(f"{stretch.mean():.4g}") for stretch in stretches)

    def faults(self, kind: ColumnKind) -> list[Fault]:
        """The first cells that are not of a kind."""
        if kind == "date" and not self._formats and not self._not["date"]:
            return []
        wrong = self._not.get(kind, ())
        return [Fault(message=placed(f"“{shown(cell)}” {MEANT[kind]}.", row, self.name), row=row, column=self.name) for row, cell in wrong]

    def _values(self) -> tuple[tuple[str, int], ...]:
        """Every value: by size where they are numbers, otherwise by the alphabet."""
        if self._overflows:
            return ()
        sizes = {value: number(value, self._reading) for value in self._counts}
        by_size = all(size is not None for size in sizes.values())
        return tuple(sorted(self._counts.items(), key=lambda pair: (sizes[pair[0]] or 0.0 if by_size else 0.0, pair[0])))

    @property
    def _present(self) -> int:
        return self.cells - self.missing

    def _add_number(self, row: int, cell: str) -> None:
        value = number(cell, self._reading)
        if value is not None:
            self._numbers.append(value)
        elif len(self._not["number"]) < NOTED:
            self._not["number"].append((row, cell))

    def _add_day(self, row: int, cell: str) -> None:
        left = tuple(form for form in self._formats if len(cell) >= 6 and day(cell, form) is not None)
        if left:
            self._formats = left
            value = day(cell, left[0])
            self._days.append(value if value is not None else 0.0)
        elif len(self._days) > MOSTLY * (self._present):  # a wrong cell among dates
            self._not["date"].append((row, cell))
        else:
            self._formats = ()

    def _kind(self) -> ColumnKind:
        if not self._present:
            return "ignore"
        if self._formats and len(self._days) >= MOSTLY * self._present:
            return "date" if "-" in "".join(self._counts) or self._formats[0] != "iso" else self._number_or_words()
        return self._number_or_words()

    def _number_or_words(self) -> ColumnKind:
        if len(self._numbers) >= MOSTLY * self._present:
            return "ignore" if self.name.lower() in ROW_NUMBERS and self._are_different else "number"
        if not self._overflows and len(self._counts) <= max(20, self._present // 10) and self._characters <= LONG * self._present:
            return "category"
        is_sentence = any(" " in cell for cell in list(self._counts)[:SAMPLES])
        return "ignore" if self._are_different and not is_sentence and self._characters <= LONG * self._present else "text"

    @property
    def _are_different(self) -> bool:
        return self._overflows or len(self._counts) == self._present


def numbers(values: np.ndarray) -> Numbers | None:
    """What there is to say of numbers."""
    if not values.size:
        return None
    described = (values.min(), values.max(), values.mean(), np.median(values), values.std())
    return Numbers(**dict(zip(Numbers.model_fields, (float(f"{value:.6g}") for value in described), strict=True)))


def spread_over(values: np.ndarray) -> np.ndarray:
    """Some of many values, from the first to the last."""
    return values[:: max(1, len(values) // LOOKED_AT)]


def histogram(values: np.ndarray) -> tuple[tuple[str, int], ...]:
    """Bins with their counts."""
    if not values.size:
        return ()
    counts, edges = np.histogram(values, bins=min(BINS, max(1, len(np.unique(spread_over(values))))))
    return tuple((f"{low:.3g} – {high:.3g}", int(count)) for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True))
