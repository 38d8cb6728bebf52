"""What is wrong with a file, where."""

from __future__ import annotations

from training.core.own_data.inspection import Fault

LONGEST_SHOWN = 40


class WrongData(ValueError):
    """A file, or a recipe for it, of which no data set can be made; the text is a sentence that names row and column where there is one."""

    def __init__(self, message: str, row: int | None = None, column: str | None = None) -> None:
        super().__init__(placed(message, row, column))
        self.fault = Fault(message=str(self), row=row, column=column)


def placed(message: str, row: int | None, column: str | None) -> str:
    """The sentence, with its place in front."""
    place = ", ".join([*([f"Row {row:,}"] if row is not None else []), *([f"column “{shown(column)}”"] if column is not None else [])])
    return f"{place[0].upper()}{place[1:]}: {message}" if place else message


def shown(text: str) -> str:
    """A value of the file as it may stand in a sentence."""
    plain = "".join(char if char.isprintable() else "·" for char in text)
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"
