"""The function that reads a table by a recipe, as a written script carries it: plain Python, with the recipe's words and numbers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.core.codegen.expressions import Call, Name, laid_out, quoted
from designer.core.data import Loader
from training.core.own_data.preparing import INDENT, Facts, mixed_lines
from training.core.own_data.recipe import NUMERIC, ColumnKind, FieldChoice, Recipe
from training.core.own_data.spec import function_name, loader

IMPORTS = ["from pathlib import Path", "import numpy as np"]
SPLITTER = "from sklearn.model_selection import train_test_split"
PARQUET_ROWS = """    found = duckdb.execute("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet($1)", [str(path)])
    names = [column[0] for column in found.description]
    rows = [[(cell or "").strip() for cell in row] for row in found.fetchall()]
    rows = [dict(zip(names, row)) for row in rows]"""
RETURN = """    return (
        {name: values[train] for name, values in fields.items()},
        {name: values[test] for name, values in fields.items()},
    )"""


def table_loader(recipe: Recipe, facts: Facts, file: str, names: Sequence[str], *, is_parquet: bool) -> Loader:
    """The loader of a table with columns of these names."""
    writer = Writer(recipe, facts, names)
    lines = [*writer.head(file), *(PARQUET_ROWS.splitlines() if is_parquet else writer.rows()), *writer.kept(), *writer.readers(), *writer.fields()]
    lines += [*writer.scaled(), *writer.split(), *RETURN.splitlines()]
    packages = (*(["duckdb"] if is_parquet else []), *(["scikit-learn"] if writer.is_drawn else []))
    imports = ["import duckdb" if is_parquet else "import csv", *IMPORTS, *([SPLITTER] if writer.is_drawn else [])]
    imports += ["from datetime import datetime"] if "date" in writer.used else []
    return loader(imports, lines, function_name(file), file, packages)


class Writer:
    """Writes the parts of the function, one after the other."""

    def __init__(self, recipe: Recipe, facts: Facts, names: Sequence[str]) -> None:
        self.recipe, self.facts, self.names = recipe, facts, names
        self.kinds: Mapping[str, ColumnKind] = {column.name: column.kind for column in recipe.columns}
        self.used = {self.kinds[name] for name in recipe.used}
        self.needed = recipe.needed
        self.is_drawn = recipe.split.by in {"ratio", "stratified"}

    def head(self, file: str) -> list[str]:
        """The function's first lines."""
        return [
            f"def {function_name(file)}():",
            f'{INDENT}"""The rows of a table as fields: a part to train with, and one held out to test with."""',
            f"{INDENT}path = Path(__file__).parent / {quoted(file)}",
            *laid_out("missing = ", list(self.recipe.reading.missing), indent=INDENT),
        ]

    def rows(self) -> list[str]:
        """Each row that is not blank as a dict from column to cell."""
        reading = self.recipe.reading
        called = Call("csv.reader", (Name("file"),), (("delimiter", reading.delimiter), ("skipinitialspace", True)))
        names = [f"{INDENT}names = rows.pop(0)"] if reading.header else laid_out("names = ", list(self.names), indent=INDENT)
        return [
            f"{INDENT}with path.open(encoding={quoted(reading.encoding)}, newline={quoted('')}) as file:",
            *laid_out("table = ", called, indent=INDENT * 2),
            f"{INDENT * 2}rows = [[cell.strip() for cell in row] for row in table if row]",
            *names,
            f"{INDENT}rows = [dict(zip(names, row, strict=True)) for row in rows]",
        ]

    def kept(self) -> list[str]:
        """Without rows that miss what is needed, in the order of time where that parts them."""
        needed = laid_out("needed = ", list(self.needed), indent=INDENT)
        lines = [*needed, f"{INDENT}rows = [row for row in rows if not any(row[name] in missing for name in needed)]"]
        split = self.recipe.split
        if split.by == "time" and split.column:
            lines.append(f"{INDENT}rows.sort(key=lambda row: {self._value(split.column, f'row[{quoted(split.column)}]')})")
        return lines

    def _value(self, column: str, cell: str) -> str:
        if self.kinds[column] == "number":
            return f'float({cell}.replace(",", "."))' if self.recipe.reading.decimal == "," else f"float({cell})"
        choice = self.recipe.column(column)
        form = choice.date_format if choice and choice.date_format else "iso"
        parsed = f"datetime.fromisoformat({cell})" if form == "iso" else f"datetime.strptime({cell}, {quoted(form)})"
        return f"({parsed}.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds() / 86400"

    def readers(self) -> list[str]:
        """The functions that read a column."""
        lines: list[str] = []
        for value, name in self.names_of_readers.items():
            told = f"np.array([instead if cell in missing else {value} for cell in cells])"
            body = [f"cells = [row[name] for row in rows]", f"return {told}"]  # noqa: F541
            lines += ["", f"{INDENT}def {name}(name, instead=0.0):", *(INDENT * 2 + line for line in body)]
        if any(self.kinds[choice.columns[0]] not in NUMERIC for choice in self.recipe.inputs):
            cells = '["" if row[name] in missing else row[name] for row in rows]'
            lines += ["", f"{INDENT}def words(name):", f"{INDENT * 2}return np.array({cells}, object)"]
        return [*lines, ""] if lines else []

    @property
    def names_of_readers(self) -> dict[str, str]:
        """What a cell's value is, and the name of the function that reads it: numbers, days, and more for other forms of dates."""
        inputs = [name for choice in self.recipe.inputs for name in choice.columns]
        found: dict[str, str] = {}
        for column in [*inputs, self.recipe.target or ""]:
            if self.kinds[column] in NUMERIC:
                name = "numbers" if self.kinds[column] == "number" else "days"
                told = sum(each.startswith(name) for each in found.values())
                found.setdefault(self._value(column, "cell"), f"{name}_{told + 1}" if told else name)
        return found

    def fields(self) -> list[str]:
        """The fields' arrays."""
        target = self.recipe.target or ""
        told: dict[str, Call | Name] = {choice.name: self.field(choice) for choice in self.recipe.inputs}
        lines = laid_out("classes = ", list(self.facts.classes[target]), indent=INDENT) if target in self.facts.classes else []
        if target in self.facts.classes:
            lines.append(f"{INDENT}index = {{name: place for place, name in enumerate(classes)}}")
            told[target] = Name(f'np.array([index[row[{quoted(target)}]] for row in rows], "int32")')
        else:
            told[target] = self.field(FieldChoice(name=target, columns=(target,)))
        return [*lines, *laid_out("fields = ", told, indent=INDENT)]

    def field(self, choice: FieldChoice) -> Call:
        """What a field's values are."""
        if self.kinds[choice.columns[0]] not in NUMERIC:
            return Call("words", (choice.columns[0],))
        return Call("np.stack", ([self._column(name) for name in choice.columns],), (("axis", 1), ("dtype", "float32")))

    def _column(self, name: str) -> Call:
        reader = self.names_of_readers[self._value(name, "cell")]
        return Call(reader, (name, self.facts.instead[name]) if name in self.facts.instead else (name,))

    def scaled(self) -> list[str]:
        """Numbers minus their mean, divided by their standard deviation."""
        lines: list[str] = []
        for name, mean in self.facts.mean.items():
            lines += laid_out("mean = ", Call("np.array", (list(mean), "float32")), indent=INDENT)
            lines += laid_out("scale = ", Call("np.array", (list(self.facts.scale[name]), "float32")), indent=INDENT)
            lines.append(f"{INDENT}fields[{quoted(name)}] = (fields[{quoted(name)}] - mean) / scale")
        return lines

    def split(self) -> list[str]:
        """The places of the rows of both parts."""
        split, target = self.recipe.split, self.recipe.target or ""
        if split.by == "time":
            count = self.facts.held_out
            return [f"{INDENT}train, test = slice(None, -{count}), slice(-{count}, None)"]
        if split.by == "column":
            told = laid_out("held_out = ", list(split.held_out), indent=INDENT)
            parted = f"{INDENT}is_test = np.array([row[{quoted(split.column or '')}] in held_out for row in rows])"
            return [*told, parted, *mixed_lines(split.seed)]
        named = (("test_size", split.test), ("random_state", split.seed))
        by_class = (("stratify", Name(f"fields[{quoted(target)}]")),) if split.by == "stratified" else ()
        return laid_out("train, test = ", Call("train_test_split", (Name("np.arange(len(rows))"),), (*named, *by_class)), indent=INDENT)
