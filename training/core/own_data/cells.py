"""What one cell of a table says: a number, a day, or nothing."""

from __future__ import annotations

import math
from datetime import datetime

from training.core.own_data.recipe import Reading

DATES = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y")
DATE_FORMATS = ("iso", *DATES, *(f"{form} %H:%M" for form in DATES))
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # dates of tables have no zone
DAY = 86_400


def number(cell: str, reading: Reading) -> float | None:
    """The number in a cell; None where it is none, or not finite."""
    text = cell.replace(",", ".") if reading.decimal == "," else cell
    if "_" in text:  # which Python takes, and nobody means
        return None
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def day(cell: str, date_format: str) -> float | None:
    """Days since 1970, with parts of days; None where the cell is no such date. A zone is passed over."""
    try:
        found = datetime.fromisoformat(cell) if date_format == "iso" else datetime.strptime(cell, date_format)  # noqa: DTZ007
    except ValueError:
        return None
    return (found.replace(tzinfo=None) - EPOCH).total_seconds() / DAY
