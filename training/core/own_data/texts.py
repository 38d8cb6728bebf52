"""Plain texts in a zip, a folder a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from designer.core.codegen.expressions import quoted
from designer.core.data import DataField, Loader
from designer.core.importers.archives import Archive
from training.core.own_data import zips
from training.core.own_data.folders import part_by_folder, split_lines
from training.core.own_data.inspection import Fault, Inspection
from training.core.own_data.preparing import INDENT, Prepared
from training.core.own_data.recipe import ColumnKind, Kind, Reading, Recipe
from training.core.own_data.spec import function_name, loader
from training.core.own_data.wrong import WrongData, shown

ENDINGS = (".txt", ".text", ".md")
FIRST = 20
LONGEST_SHOWN = 200
MOST_BYTES = 10_000_000  # of one text
MOST_ALL = 500_000_000


def inspect_texts(
    path: Path, name: str, kind: Kind = "text", reading: Reading | None = None, corrected: Mapping[str, ColumnKind] | None = None
) -> Inspection:
    """The classes of the texts in a zip, and how some of them begin. Raises WrongData."""
    found = zips.lying(path, _names)
    looked_at = found.looked_at
    reading = reading or _reading(found.archive, looked_at)
    faults, rows = list[Fault](), list[tuple[str, ...]]()
    for each in looked_at:
        try:
            text = read_text(found.archive, each, reading)
        except WrongData as wrong:
            faults.append(wrong.fault)
            continue
        if len(rows) < FIRST:
            rows.append((zips.class_of(each), text[:LONGEST_SHOWN]))
    recipe = Recipe(kind="text", reading=reading, split=zips.proposed_split(found.names, found.classes))
    return Inspection(
        name=name,
        kind="text",
        bytes=path.stat().st_size,
        samples=len(found.names),
        looked_at=len(looked_at),
        reading=reading,
        classes=found.classes,
        rows=tuple(rows),
        faults=tuple(faults[:FIRST]),
        recipe=None if faults else recipe,
    )


def _names(archive: Archive) -> list[str]:
    names = zips.contents(archive, ENDINGS)
    if not names:
        raise WrongData("There are no texts in this archive. Zip a folder with a folder of .txt files for each class.")
    if sum(archive.size(name) for name in names) > MOST_ALL:
        raise WrongData(f"The texts hold more than {MOST_ALL:,} bytes, and they must fit in memory. Take some out.")
    return names


def _reading(archive: Archive, names: Sequence[str]) -> Reading:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            for name in names:
                zips.read(archive, name, MOST_BYTES).decode(encoding)
        except UnicodeDecodeError:
            continue
        return Reading.model_validate({"encoding": encoding})
    return Reading(encoding="latin-1")


def read_text(archive: Archive, name: str, reading: Reading) -> str:
    """A text of an archive. Raises WrongData that names it."""
    try:
        text = zips.read(archive, name, MOST_BYTES).decode(reading.encoding)
    except UnicodeDecodeError:
        raise WrongData(f"“{shown(name)}” is not text in {reading.encoding}. Choose another encoding, or save it as UTF-8.") from None
    if "\0" in text:
        raise WrongData(f"“{shown(name)}” holds a NUL byte, which no text does. Take it out of the archive.")
    return text


def prepare_texts(path: Path, recipe: Recipe, file: str) -> Prepared:
    """Texts and their classes. Raises WrongData."""
    archive = zips.opened(path)
    names = _names(archive)
    parted = part_by_folder(names, recipe)
    texts = np.array([read_text(archive, name, recipe.reading) for name in names], object)
    fields = (
        DataField(name="text", title="Text", kind="text", shape=(), dtype="string"),
        DataField(name="label", title="Class", kind="class", shape=(), dtype="int32", classes=parted.classes),
    )

    def part(places: Any) -> dict[str, Any]:
        return {"text": texts[places], "label": parted.indexes[places]}

    return Prepared(fields, "label", part(parted.train), part(parted.test), _loader(recipe, file), parted.order)


def _loader(recipe: Recipe, file: str) -> Loader:
    is_drawn = recipe.split.by != "given"
    lines = [
        f"def {function_name(file)}():",
        f'{INDENT}"""Texts and their classes: a part to train with, and one held out to test with."""',
        "",
        f"{INDENT}def is_text(name):",
        f'{INDENT * 2}is_meant = not name.startswith("__MACOSX/") and not name.split("/")[-1].startswith(".")',
        f"{INDENT * 2}return is_meant and name.lower().endswith({ENDINGS!r})".replace("'", '"'),
        "",
        f"{INDENT}with zipfile.ZipFile(Path(__file__).parent / {quoted(file)}) as archive:",
        f"{INDENT * 2}names = sorted(filter(is_text, archive.namelist()))",
        f"{INDENT * 2}texts = [archive.read(name).decode({quoted(recipe.reading.encoding)}) for name in names]",
        f"{INDENT}texts = np.array(texts, object)",
        f'{INDENT}classes = sorted({{name.split("/")[-2] for name in names}})',
        f'{INDENT}labels = np.array([classes.index(name.split("/")[-2]) for name in names], "int32")',
        *split_lines(recipe.split),
        f'{INDENT}return {{"text": texts[train], "label": labels[train]}}, {{"text": texts[test], "label": labels[test]}}',
    ]
    imports = ["import zipfile", "from pathlib import Path", "import numpy as np"]
    imports += ["from sklearn.model_selection import train_test_split"] if is_drawn else []
    return loader(imports, lines, function_name(file), file, ("scikit-learn",) if is_drawn else ())
