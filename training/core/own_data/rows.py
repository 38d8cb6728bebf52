"""The rows of a table as texts, one at a time: CSV, TSV and whatever else is parted by one character, and Parquet."""

from __future__ import annotations

import codecs
import contextlib
import csv
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from training.core.own_data.recipe import Reading
from training.core.own_data.wrong import WrongData, shown

Row: TypeAlias = tuple[int, list[str]]
"""A row's number, from 1 with the header and blank rows, and its cells without white space around them."""
Wrong: TypeAlias = Callable[[WrongData], None]

MOST_COLUMNS = 2_000
PARQUET = b"PAR1"
DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 50  # rows by which the delimiter is found
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BATCH = 10_000
BROKEN = "\udcff"  # stands for bytes that are no text in the encoding: no file holds it otherwise
MARKING = "layerloom.mark"
PARQUET_AS_TEXT = "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet($1)"


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet files do."""
    with path.open("rb") as file:
        return file.read(4) == PARQUET


def refuse(wrong: WrongData) -> None:
    """What a reader does with what is wrong, unless it collects it."""
    raise wrong


def detect(path: Path) -> Reading:
    """How a file is probably to be read. Raises WrongData where it is no table at all."""
    if is_parquet(path):
        return Reading()
    if path.stat().st_size == 0:
        raise WrongData("This file is empty. Save the table again, and choose the new file.")
    encoding = _encoding(path)
    reading = Reading.model_validate({"encoding": encoding, "delimiter": _delimiter(path, encoding)})
    first = list(itertools.islice(_cells(path, reading), LOOKED_AT))
    if not first:
        raise WrongData("There is no row in this file. Save the table again, and choose the new file.")
    reading = reading.model_copy(update={"header": _has_header([cells for _, cells in first])})
    return reading.model_copy(update={"decimal": _decimal([cells for _, cells in first], reading.delimiter)})


def names(path: Path, reading: Reading) -> tuple[str, ...]:
    """The names of the columns; where the file has none, column 1 and so on. Raises WrongData."""
    if is_parquet(path):
        return _checked(tuple(column[0] for column in _parquet(path).description))
    number, first = next(_cells(path, reading), (0, []))
    if not first:
        raise WrongData("There is no row in this file. Save the table again, and choose the new file.")
    return _checked(tuple(first) if reading.header else tuple(f"column {place}" for place in range(1, len(first) + 1)), number)


def rows(path: Path, reading: Reading, wrong: Wrong = refuse) -> Iterator[Row]:
    """Every row below the header; what is wrong with the file goes to `wrong`, and its rows are left out. Raises WrongData, too."""
    if is_parquet(path):
        yield from _parquet_rows(path)
        return
    width = len(names(path, reading))
    for number, cells in itertools.islice(_cells(path, reading), int(reading.header), None):
        if len(cells) == width:
            yield number, cells
        else:
            wrong(WrongData(_unequal(len(cells), width, reading), row=number))


def _unequal(found: int, width: int, reading: Reading) -> str:
    cells = f"{found} cell{'' if found == 1 else 's'}"
    return f"it has {cells}, and the first row has {width}. Look for a missing or spare “{reading.delimiter}”, or a quote that is not closed."


class _NoText(Exception):
    """A line that no table holds; the text says why."""


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Let decoding go on: a whole piece of the file is decoded before its first row is read, and the broken row is to be named."""
    if isinstance(error, UnicodeDecodeError):
        return BROKEN, error.end
    raise error


codecs.register_error(MARKING, _mark)


def _cells(path: Path, reading: Reading) -> Iterator[Row]:
    """Rows that are not blank, each with its place among all."""
    number = 0
    with path.open(encoding=reading.encoding, errors=MARKING, newline="") as file:
        try:
            for row in csv.reader(_sound(file, reading), delimiter=reading.delimiter, skipinitialspace=True):
                number += 1
                if row:
                    yield number, [cell.strip() for cell in row]
        except _NoText as error:
            raise WrongData(str(error), row=number + 1) from None
        except UnicodeError:  # no byte order mark, where one must be
            raise WrongData(_not_text(reading), row=number + 1) from None
        except csv.Error:
            raise WrongData("it holds more than 131,072 characters in one cell: probably a quote that is not closed.", row=number + 1) from None


def _sound(lines: Iterator[str], reading: Reading) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise _NoText("there is a NUL byte, which no text holds. Is this a table? Save it as CSV again.")
        if BROKEN in line:
            raise _NoText(_not_text(reading))
        yield line


def _not_text(reading: Reading) -> str:
    return f"it is not text in {reading.encoding}. Choose another encoding, or save the file as UTF-8."


def _checked(found: tuple[str, ...], row: int = 1) -> tuple[str, ...]:
    if len(found) > MOST_COLUMNS:
        raise WrongData(f"This table has {len(found):,} columns; at most {MOST_COLUMNS:,} are read. For wider data choose a .npz file.")
    for place, name in enumerate(found, 1):
        if not name:
            raise WrongData(f"column {place} has no name. Write one, or say that the first row is data.", row=row)
        if len(name) > 200:
            raise WrongData(f"the name of column {place} has more than 200 characters. Shorten it.", row=row)
    double = next((name for name, count in Counter(found).items() if count > 1), None)
    if double is not None:
        raise WrongData(f"two columns are called “{shown(double)}”. Rename one, or say that the first row is data.", row=row)
    return found


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        first = file.read(4)
        marked = next((name for mark, name in MARKS if first.startswith(mark)), None)
        if marked:
            return marked
    try:
        with path.open(encoding="utf-8", newline="") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252" if _is_text(path, "cp1252") else "latin-1"
    return "utf-8"


def _is_text(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The character that parts most of the first rows into equally many cells, the more the better."""
    scores = {}
    for place, delimiter in enumerate(DELIMITERS):
        reading = Reading.model_validate({"encoding": encoding, "delimiter": delimiter})
        widths: list[int] = []
        with contextlib.suppress(WrongData):  # said when the file is read
            widths.extend(len(cells) for _, cells in itertools.islice(_cells(path, reading), LOOKED_AT))
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        scores[delimiter] = (width > 1, count, width, -place)
    return max(scores, key=scores.__getitem__, default=",")


def _has_header(first: list[list[str]]) -> bool:
    """A first row without numbers."""
    return any(first[0]) and not any(_is_number(name) for name in first[0])


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _decimal(first: list[list[str]], delimiter: str) -> str:
    """A comma, where cells are numbers with it and none is with a point."""
    cells = [cell for row in first for cell in row if _is_number(cell)]
    return "," if delimiter != "," and any("," in cell for cell in cells) and not any("." in cell for cell in cells) else "."


def _parquet(path: Path) -> Any:
    """A cursor over a Parquet file, every cell as text."""
    import duckdb  # noqa: PLC0415  # 70 MB, for Parquet alone

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": "2",
    }
    try:
        return duckdb.connect(":memory:", config=settings).execute(PARQUET_AS_TEXT, [str(path)])
    except duckdb.Error:
        raise WrongData("This Parquet file is damaged or not complete. Write it again, and choose the new file.") from None


def _parquet_rows(path: Path) -> Iterator[Row]:
    import duckdb  # noqa: PLC0415

    found, number = _parquet(path), 1
    try:
        while batch := found.fetchmany(BATCH):
            for row in batch:
                number += 1
                yield number, ["" if cell is None else cell.strip() for cell in row]
    except duckdb.Error:
        raise WrongData("This Parquet file is damaged or not complete. Write it again, and choose the new file.") from None
