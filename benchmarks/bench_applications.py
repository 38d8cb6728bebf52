"""All of keras.applications through Layerloom and back, and how much of Keras can be drawn."""

from __future__ import annotations

import sys
from statistics import median

from benchmarks.applications import RoundTrip, architectures, round_trip
from benchmarks.rows import Row, ratio
from designer.core.catalog import load

# The step, what the table says of it, and how many times as long as Keras's own model_from_json it may take.
AGAINST = (
    ("read", "reading the JSON of a keras.applications model", 0.5),
    ("analyse", "planning and analysing it, from cold", 1.0),
    ("write", "writing it as code", 0.5),
    ("run", "running that code", 1.5),
)

COVERED = {"layer": ("layers of keras.layers", 131), "operation": ("functions of keras.ops", 290)}  # the rest has its reason in the catalogue


def run() -> list[Row]:
    """Counts, and medians over the architectures of each step's time against model_from_json."""
    trips = []
    for name in architectures():
        trips.append(round_trip(name))
        print(trips[-1].line(), file=sys.stderr, flush=True)
    return [*_coverage(), _equal(trips), *(ratio(f"{said}, against model_from_json", _median(trips, step), most) for step, said, most in AGAINST)]


def _equal(trips: list[RoundTrip]) -> Row:
    name = f"architectures of keras.applications, of {len(trips)}, that come back from code with an equal config"
    return {"name": name, "value": sum(trip.differs is None for trip in trips), "unit": "", "target": len(trips), "better": "higher"}


def _coverage() -> list[Row]:
    """What can be drawn; tests/designer/core/test_whole_catalog.py builds, writes and runs each."""
    rows: list[Row] = []
    for kind, (said, target) in COVERED.items():
        specs = [spec for spec in load().layers.values() if spec.kind == kind]
        name = f"{said}, of {len(specs)} public ones, that can be drawn or stand inside a layer"
        drawn = sum(not spec.unavailable or spec.is_cell for spec in specs)
        rows.append({"name": name, "value": drawn, "unit": "", "target": target, "better": "higher"})
    return rows


def _median(trips: list[RoundTrip], step: str) -> float:
    steps = ("plan", "analyse") if step == "analyse" else (step,)
    return median(sum(trip.seconds[part] for part in steps) / trip.seconds["model_from_json"] for trip in trips)
