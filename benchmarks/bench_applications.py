"""All of keras.applications through Layerloom and back."""

from __future__ import annotations

import sys
from statistics import median

from benchmarks.applications import RoundTrip, architectures, round_trip
from benchmarks.rows import Row, ratio

# The step, what the table says of it, and how many times as long as Keras's own model_from_json it may take.
AGAINST = (
    ("read", "reading the JSON of a keras.applications model", 0.5),
    ("analyse", "planning and analysing it, from cold", 1.0),
    ("write", "writing it as code", 0.5),
    ("run", "running that code", 1.5),
)


def run() -> list[Row]:
    """Counts, and medians over the architectures of each step's time against model_from_json."""
    trips = []
    for name in architectures():
        trips.append(round_trip(name))
        print(trips[-1].line(), file=sys.stderr, flush=True)
    return [_equal(trips), *(ratio(f"{said}, against model_from_json", _median(trips, step), most) for step, said, most in AGAINST)]


def _equal(trips: list[RoundTrip]) -> Row:
    name = f"architectures of keras.applications, of {len(trips)}, that come back from code with an equal config"
    return {"name": name, "value": sum(trip.differs is None for trip in trips), "unit": "", "target": len(trips), "better": "higher"}


def _median(trips: list[RoundTrip], step: str) -> float:
    steps = ("plan", "analyse") if step == "analyse" else (step,)
    return median(sum(trip.seconds[part] for part in steps) / trip.seconds["model_from_json"] for trip in trips)
