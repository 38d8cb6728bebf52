"""A lesson: thirty students join at once, draw a small network, press Train twice at the same time, and edit and watch until all have been trained.

One server, as `make class` starts it, on two workers, which take the whole machine. What must stay quick meanwhile is what a person waits for:
saving, analysing, the points of a curve. And nobody waits much longer for their runs than the others.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

import uvloop

from benchmarks.lesson_load import EDIT_SECONDS, Student, together
from benchmarks.rows import Row
from tests.running import Layerloom, layerloom

STUDENTS = 30
RUNS_EACH = 2
WORKERS = 2
BATCH_SIZE = 256
PERCENTILES = {50: 0.3, 95: 1.0, 99: 2.0}  # and the seconds that each may be
CODE = re.compile(r"(?<=with the code )\w+")


def run() -> list[Row]:
    """Rows of the whole lesson."""
    surroundings = {"HOST": "0.0.0.0", "TRAINING_RUNS": str(WORKERS)}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, layerloom(Path(folder), None, "--class", **surroundings) as running:
        return uvloop.run(lesson(running, running.wait_for(CODE)))


async def lesson(running: Layerloom, code: str) -> list[Row]:
    """Start every worker, then measure."""
    await _use_every_worker(Student(running.port, "First"), code)
    students = [Student(running.port, f"Student {number}") for number in range(STUDENTS)]
    joined = await together(students, lambda student: student.join(code))
    template = await _small_network(students[0])
    await together(students, lambda student: student.draw(template))
    await together(students, lambda student: student.train(range(1, 1 + RUNS_EACH)))
    over = asyncio.Event()
    editing = [asyncio.create_task(each.edit_until(over, EDIT_SECONDS * place / STUDENTS)) for place, each in enumerate(students)]
    await together(students, lambda student: student.watch())
    over.set()
    await asyncio.gather(*editing)
    await together(students, lambda student: student.check())
    return [
        {"name": f"lesson of {STUDENTS}: joins a second", "value": STUDENTS / joined, "unit": "", "target": 3, "better": "higher"},
        *_spread("save", [seconds for student in students for seconds in student.saves]),
        *_spread("analysis", [seconds for student in students for seconds in student.analyses]),
        *_spread("socket, from an event to its arrival", [late for each in students for one in each.trainings for late in one.listener.lateness()]),
        _fairness([max(one.ended for one in student.trainings) - student.trainings[0].pressed for student in students]),
    ]


def _spread(what: str, seconds: list[float]) -> list[Row]:
    cuts = quantiles(seconds, n=100)
    name = f"lesson of {STUDENTS} while it trains: {what}"
    return [{"name": f"{name}, p{p}", "value": cuts[p - 1], "unit": "s", "target": most, "better": "lower"} for p, most in PERCENTILES.items()]


def _fairness(waits: list[float]) -> Row:
    name = f"lesson of {STUDENTS}: longest wait for all of one's runs against the mean of {mean(waits):.0f} s"
    return {"name": name, "value": max(waits) / mean(waits), "unit": "×", "target": 1.5, "better": "lower"}


async def _small_network(student: Student) -> dict[str, Any]:
    templates = await student.json("GET", "/templates")
    document: dict[str, Any] = next(template["document"] for template in templates if template["name"] == "cnn_digits")
    document["nodes"][1]["config"]["filters"], document["nodes"][3]["config"]["filters"] = 8, 8
    document["training"] |= {"epochs": 1, "batch_size": BATCH_SIZE, "callbacks": []}
    return document


async def _use_every_worker(student: Student, code: str) -> None:
    """Train once, so that no measurement shares the machine with a worker that is still starting."""
    await student.join(code)
    await student.draw(await _small_network(student))
    await student.train(range(1))
    await student.watch()
    await student.check()
