"""A whole lesson of LESSON pupils (4; `make soak` takes 30): they join, build a small CNN, train it on MNIST at the same time, hand in, are checked.

Two of them and the teacher sit at real browsers. The others are real requests and sockets, each on a connection of their own, without a browser's
weight. Everybody's hand-in is trained by the server, on the visible part of MNIST, for two epochs.
"""

from __future__ import annotations

import asyncio
import csv
import io
import itertools
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.lesson_load import Student, together
from tests.e2e import drawing
from tests.e2e.conftest import PATIENCE
from tests.e2e.test_classroom import Opens, join, make_class
from tests.running import Layerloom

PUPILS = int(os.environ.get("LESSON") or 4)
AT_BROWSERS = ("Ada", "Grace")
KINDS = {"point": "step", "epoch": "epoch"}
TITLE = "Digits by convolution"
POINTS = 10
RULES = (
    {"kind": "with_layer", "layer": "Conv2D", "points": 2},
    {"kind": "most_parameters", "most": 50_000, "points": 2},
    {"kind": "most_epochs", "most": 2, "points": 1},
    {"kind": "no_problems", "points": 1},
    {"kind": "score", "metric": "accuracy", "bound": 0.8, "points": 4},
)

pytestmark = pytest.mark.timeout(300 + 30 * PUPILS)


class Pupil(Student):
    """A student with an assignment."""

    handed_in: str

    async def build(self, assignment: str, filters: int) -> None:
        """Start on it, and put a convolution and a pooling in, one after the other; each number of filters is another network."""
        self.network = (await self.json("POST", f"/assignments/{assignment}/start", {}))["network"]
        found = await self.json("GET", f"/networks/{self.network}")
        self.revision, self.document = found["revision"], found["document"]
        self.document["training"]["seed"] = filters
        for layer in (convolution(filters), POOLING):
            insert(self.document, layer)
            await self.analyse()
            await self.save()

    async def train_it(self) -> None:
        """Train what is saved, and watch it to its end: told is what the history holds, each step that was shown and each epoch once."""
        seed = self.document["training"]["seed"]
        await self.train(range(seed, seed + 1))
        await self.watch()
        await self.check()
        [training] = self.trainings
        steps, epochs = ([event[kind] for event in training.listener.told if event["kind"] == name] for name, kind in KINDS.items())
        assert len(steps) > 1
        assert steps == sorted(set(steps)), f"{self.name} was told of the steps {steps}"
        assert epochs == [1, 2], f"{self.name} was told of the epochs {epochs}"

    async def hand_in(self, assignment: str) -> dict[str, Any]:
        """Hand in, watch the check to its end; what came of it."""
        made = await self.json(
            "POST", f"/assignments/{assignment}/hand-ins", {"network": self.network, "run": self.trainings[0].run, "note": "Done."}
        )
        assert made["run"]["same"]
        await (await self._listen(made["check_run"])).ended
        found: dict[str, Any] = await self.json("GET", f"/hand-ins/{made['id']}")
        return found


def convolution(filters: int) -> dict[str, Any]:
    """A node with so many filters."""
    return {"id": "conv2d", "layer": "Conv2D", "config": {"filters": filters, "kernel_size": 3, "activation": "relu"}, "at": [0, 130]}


POOLING = {"id": "max_pooling2d", "layer": "MaxPooling2D", "config": {}, "at": [0, 260]}


def insert(document: dict[str, Any], node: dict[str, Any]) -> None:
    """Put a node into the wire that ends at Flatten."""
    into = next(edge for edge in document["edges"] if edge["to"][0] == "flatten")
    document["nodes"].append(node)
    document["edges"].append({"from": into["from"], "to": [node["id"], "inputs", 0]})
    into["from"] = [node["id"], 0]


def starter(networks: list[dict[str, Any]]) -> dict[str, Any]:
    """The gallery's network for MNIST without what sees: Input, Flatten and the Dense layer that names the digit, for two short epochs."""
    document: dict[str, Any] = next(found["document"] for found in networks if found["name"] == "cnn_digits")
    kept = [node for node in document["nodes"] if node["layer"] in {"Input", "Flatten", "Dense"}]
    names = [node["id"] for node in kept]
    wires = [{"from": [start, 0], "to": [end, "inputs", 0]} for start, end in itertools.pairwise(names)]
    return document | {"nodes": kept, "edges": wires, "training": document["training"] | {"epochs": 2, "callbacks": []}}


async def work(port: int, code: str, assignment: str) -> list[dict[str, Any]]:
    """All who sit at no browser, at the same time: what came of their hand-ins."""
    pupils = [Pupil(port, f"Pupil {number}") for number in range(1, PUPILS - len(AT_BROWSERS) + 1)]
    found: list[dict[str, Any]] = []

    async def hand_in(pupil: Pupil) -> None:
        found.append(await pupil.hand_in(assignment))

    try:
        await together(pupils, lambda pupil: pupil.join(code))
        await together(pupils, lambda pupil: pupil.build(assignment, 4 + pupils.index(pupil) % 5))
        await together(pupils, lambda pupil: pupil.train_it())
        await together(pupils, hand_in)
    finally:
        await together(pupils, lambda pupil: pupil.leave())
    return found


@pytest.fixture
def beside() -> Iterator[Callable[..., Any]]:
    """Have a coroutine go on in a thread of its own, as Playwright has this one."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda coroutine: pool.submit(asyncio.run, coroutine)


def ask(page: Page, method: str, path: str, body: Any = None) -> Any:
    """Ask the API as whoever sits at a browser."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    answer = page.request.fetch(f"/api{path}", method=method, data=body, headers={"X-CSRFToken": token}, timeout=PATIENCE)
    assert answer.ok, answer.text()
    return answer.json() if answer.status != 204 and "json" in answer.headers["content-type"] else answer.text()


def give(teacher: Page, class_id: str) -> str:
    """Give a class an assignment on MNIST, a fifth of which nobody sees."""
    written = {"title": TITLE, "text": "Let it see.", "dataset": "mnist", "hidden": 0.2, "rules": RULES, "published": True}
    made = ask(teacher, "POST", f"/classes/{class_id}/assignments", written | {"starter": starter(ask(teacher, "GET", "/templates"))})
    return str(made["id"])


def begins(student: Page) -> str:
    """Start, build and press Train, as one does it at a browser; the address of the network."""
    student.get_by_role("link", name="Class", exact=True).click()
    student.get_by_role("button", name=f"Start {TITLE}").click()
    student.wait_for_url("**/networks/*")
    network = student.url
    drawing.layer(student, "input_layer").click()
    drawing.insert_by_keyboard(student, "Conv2D", "conv2d")
    drawing.insert_by_keyboard(student, "MaxPooling2D", "max_pooling2d")
    drawing.set_parameter(student, "conv2d", "filters", "6")
    drawing.saved(student)
    drawing.train(student)
    return network


def hands_in(student: Page, network: str) -> None:
    """Hand in what was trained."""
    drawing.finished(student)
    student.goto(network)
    student.get_by_role("button", name=re.compile("^Hand in")).click()
    dialog = student.get_by_role("dialog")
    dialog.get_by_label("Note").fill("It sees.")
    dialog.get_by_role("button", name="Hand in").click()


def test_a_class_works_on_an_assignment_at_the_same_time_and_nothing_of_it_is_lost(
    page: Page, browser_of_another: Opens, server: Layerloom, beside: Callable[..., Any]
) -> None:
    address = make_class(page, "Whole class")
    class_id = page.url.rpartition("/")[2]
    assignment = give(page, class_id)
    page.get_by_role("link", name="Live wall").click()
    others = beside(work(server.port, address[-6:], assignment))
    students = [browser_of_another() for _ in AT_BROWSERS]
    for student, name in zip(students, AT_BROWSERS, strict=True):
        join(student, address, name)
    tiles = page.get_by_role("article")
    expect(tiles).to_have_count(PUPILS)
    networks = [begins(student) for student in students]
    for student, network in zip(students, networks, strict=True):
        hands_in(student, network)
    for student in students:
        expect(student.get_by_role("region", name="What you handed in").get_by_text("Checked", exact=True)).to_be_visible()
    handed_in = others.result()
    assert [found["state"] for found in handed_in] == ["checked"] * (PUPILS - len(AT_BROWSERS))
    assert all(found["points"] == POINTS for found in handed_in)

    expect(tiles.filter(has=page.get_by_text("Finished", exact=True))).to_have_count(PUPILS)
    wall = ask(page, "GET", f"/classes/{class_id}/wall")
    assert [[epoch for epoch, *_ in curve["epochs"]] for curve in wall["curves"]] == [[1, 2]] * PUPILS
    rows = list(csv.DictReader(io.StringIO(ask(page, "GET", f"/assignments/{assignment}/marks.csv").removeprefix("\ufeff"))))
    assert len({row["name"] for row in rows}) == PUPILS
    assert [row["state"] for row in rows] == ["checked"] * PUPILS
    assert all(float(row["points"]) == POINTS for row in rows)
