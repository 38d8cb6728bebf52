"""The rows a benchmark gives, and their table."""

from __future__ import annotations

from typing import Literal, TypedDict


class Row(TypedDict):
    """One measured figure and what it should be."""

    name: str
    value: float
    unit: str
    target: float
    better: Literal["lower", "higher"]


def ratio(name: str, value: float, target: float) -> Row:
    """A figure against that of doing without Layerloom: the lower, the better."""
    return {"name": name, "value": value, "unit": "×", "target": target, "better": "lower"}


def is_held(row: Row) -> bool:
    """Whether the figure is what it should be."""
    return row["value"] <= row["target"] if row["better"] == "lower" else row["value"] >= row["target"]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    head = "| what | measured | target | held |\n|---|---|---|---|\n"
    return head + "\n".join(_line(row) for row in rows)


def _line(row: Row) -> str:
    sign = "≤" if row["better"] == "lower" else "≥"
    return f"| {row['name']} | {row['value']:.3g} {row['unit']} | {sign} {row['target']:g} | {'yes' if is_held(row) else 'no'} |"
