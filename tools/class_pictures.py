"""The handbook's pictures (docs/teaching.md), from a class that meets: students join, work on an assignment, hand in and train."""

from __future__ import annotations

import contextlib
import json
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e import drawing
from tests.running import ROOT, Layerloom, free_port, layerloom

SIZE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PASS_PHRASE = re.compile(r"(?<=^ {4})[a-z]+( [a-z]+){4}$")
PATIENCE = 240_000  # milliseconds; somebody is stuck after three minutes
CLASS, MATERIAL = "Computer science, 10b", "perceptron"
STUDENTS = ("Ada", "Ben", "Chidi", "Dana", "Emil", "Fatima", "Grace", "Hiro")
STUCK = "Noor"
WALL = ("mlp_digits", "logistic_regression", "mlp_digits", "cnn_digits", "logistic_regression", "forecaster", "mlp_digits", "logistic_regression")
STILL = 3  # of them still train
LONG, SHORT = 500, 8  # epochs of these, and of the others
Takes = Callable[[Page, str], None]
Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody with a browser of their own."""

    name: str
    context: BrowserContext
    page: Page

    def ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """What the API answers them."""
        token = next((cookie["value"] for cookie in self.context.cookies() if cookie["name"] == "csrftoken"), "")
        answer = self.context.request.fetch(f"/api{path}", method=method, data=body, headers={"X-CSRFToken": token})
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer.json()


def take_all(browser: Browser, folder: Path, take: Takes) -> None:
    """Take every picture of a class."""
    expect.set_options(timeout=PATIENCE)
    with layerloom(folder, _port(), "--class", HOST="0.0.0.0", ALLOWED_HOSTS="192.168.1.20", TRAINING_RUNS="3") as running:
        phrase = running.wait_for(PASS_PHRASE)
        running.wait_for("Layerloom is ready")
        teacher = _open(browser, running, "teacher")
        _sign_in(teacher.page, phrase)
        room = teacher.ask("GET", "/classes")[0]
        teacher.ask("PATCH", f"/classes/{room['id']}", {"name": CLASS})
        _phone(browser, running, room["code"], take)
        stuck = _join(browser, running, room["code"], STUCK)
        _is_stuck(stuck)
        students = [_join(browser, running, room["code"], name) for name in STUDENTS]
        assignment = _assignment(teacher, room["id"], students, take)
        _lesson(students[0], take)
        _wall(teacher, room["id"], students, take)
        _hand_ins(teacher.page, assignment, take)


def _port() -> int:
    """The port that a class meets on, where it is free: it stands in the pictures."""
    with contextlib.suppress(OSError), socket.socket() as probe:
        probe.bind(("0.0.0.0", 8000))
        return 8000
    return free_port()


def _open(browser: Browser, running: Layerloom, name: str) -> Person:
    context = browser.new_context(base_url=running.url, viewport=SIZE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    return Person(name, context, context.new_page())


def _sign_in(page: Page, phrase: str) -> None:
    page.goto("/login")
    page.get_by_label("Name").fill("teacher")
    page.get_by_label("Password").fill(phrase)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Class", exact=True)).to_be_visible()


def _phone(browser: Browser, running: Layerloom, code: str, take: Takes) -> None:
    context = browser.new_context(base_url=running.url, viewport=PHONE)
    page = context.new_page()
    page.goto(f"/join/{code}")
    page.get_by_label("Nickname").fill("Ada")
    take(page, "join")
    context.close()


def _join(browser: Browser, running: Layerloom, code: str, name: str) -> Person:
    student = _open(browser, running, name)
    student.page.goto(f"/join/{code}")
    student.page.get_by_label("Nickname").fill(name)
    student.page.get_by_role("button", name="Join").click()
    expect(student.page.locator("[data-phrase]")).to_be_visible()
    return student


def _is_stuck(student: Person) -> None:
    """Open a network whose Flatten is missing, and leave it so."""
    document = json.loads((ROOT / "designer/gallery/cnn_digits.json").read_text())["document"]
    lost = next(node["id"] for node in document["nodes"] if node["layer"] == "Flatten")
    before = next(edge for edge in document["edges"] if edge["to"][0] == lost)
    after = next(edge for edge in document["edges"] if edge["from"][0] == lost)
    edges = [edge for edge in document["edges"] if lost not in (edge["from"][0], edge["to"][0])]
    document |= {"nodes": [node for node in document["nodes"] if node["id"] != lost], "edges": [*edges, {"from": before["from"], "to": after["to"]}]}
    student.page.goto(f"/networks/{student.ask('POST', '/networks', {'document': document})['id']}")
    expect(drawing.canvas(student.page)).to_be_visible()


def _assignment(teacher: Person, room: str, students: list[Person], take: Takes) -> str:
    """Publish a ready assignment, and let most of the class hand in: the solution, the starter, and what lies between."""
    page = teacher.page
    made = teacher.ask("POST", f"/classes/{room}/assignments/library/{MATERIAL}")
    page.goto(f"/assignments/{made['id']}/edit")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.get_by_role("region", name="Data").evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 150)")
    page.mouse.move(2, 2)
    take(page, "assignment-form")
    page.goto(f"/classes/{room}")
    expect(page.get_by_role("region", name="Assignments").get_by_role("link", name=made["title"])).to_be_visible()
    page.wait_for_function("document.querySelector('img[src$=\"join.svg\"]').naturalWidth > 0")
    take(page, "class")
    library = ROOT / "assignments/library" / MATERIAL
    starter, solution = (json.loads((library / f"{name}.json").read_text()) for name in ("starter", "solution"))
    slow = solution | {"training": starter["training"]}
    for student, document in zip(students[1:], (solution, slow, solution, starter, solution), strict=False):
        network = student.ask("POST", f"/assignments/{made['id']}/start")["network"]
        revision = student.ask("GET", f"/networks/{network}")["revision"]
        student.ask("PUT", f"/networks/{network}", {"revision": revision, "document": document})
        student.ask("POST", f"/assignments/{made['id']}/hand-ins", {"network": network, "note": "One neuron is enough."})
    first = students[0]
    own = first.ask("POST", f"/assignments/{made['id']}/start")["network"]
    first.page.goto(f"/networks/{own}")
    expect(first.page.get_by_role("list", name="Rules").get_by_role("img", name="Met", exact=True).first).to_be_visible()
    expect(first.page.get_by_text("no worker")).to_have_count(0)
    drawing.layer(first.page, "hidden").click()
    first.page.get_by_role("button", name="Show the whole network (F)").click()
    first.page.get_by_role("button", name="Hand in", exact=True).scroll_into_view_if_needed()
    take(first.page, "assignment")
    first.page.goto("about:blank")
    return str(made["id"])


def _hand_ins(page: Page, assignment: str, take: Takes) -> None:
    page.goto(f"/assignments/{assignment}")
    table = page.get_by_role("table", name="Hand-ins")
    expect(table.get_by_role("row", name="Ben")).to_be_visible()
    while table.get_by_text("Being checked").count():
        page.wait_for_timeout(2_000)
        page.get_by_role("button", name="Refresh").click()
    page.mouse.move(2, 2)
    take(page, "hand-ins")


def _lesson(student: Person, take: Takes) -> None:
    page = student.page
    page.goto("/")
    page.get_by_role("region", name="Lessons").get_by_role("button", name="What a neuron computes").click()
    page.wait_for_url("**/networks/*")
    guide = page.get_by_role("region", name="Lesson", exact=True)
    guide.get_by_role("list", name="Steps").get_by_role("button").nth(2).click()
    expect(page.locator("[data-palette-layer='Dense'][data-guided]")).to_be_visible()
    take(page, "lesson")
    page.goto("about:blank")


def _wall(teacher: Person, room: str, students: list[Person], take: Takes) -> None:
    """Let everybody train, and look at the wall while three still do."""
    page = teacher.page
    teacher.ask("PATCH", f"/classes/{room}/wall", {"board": "names"})
    page.goto(f"/classes/{room}/wall")
    tiles, pairs = page.get_by_role("article"), list(zip(students, WALL, strict=True))
    for student, template in pairs[STILL:]:
        _train(student, template, SHORT)
    expect(tiles.get_by_text("Finished")).to_have_count(len(pairs) - STILL)
    for student, template in pairs[:STILL]:
        _train(student, template, LONG)
    expect(tiles.get_by_text(re.compile(r"Running \d\d"))).to_have_count(STILL)
    expect(tiles.get_by_text(re.compile(r"^Stuck")).first).to_be_visible()
    take(page, "wall")


def _train(student: Person, template: str, epochs: int) -> None:
    network = student.ask("POST", "/networks", {"template": template})
    document = network["document"]
    document["training"] |= {"epochs": epochs}
    student.ask("POST", f"/networks/{network['id']}/runs", {"document": document})
