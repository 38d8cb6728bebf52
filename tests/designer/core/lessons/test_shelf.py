"""The lessons that come along: each can be solved step by step, and no step is done before its time."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest

from designer.core.analyse import analyse
from designer.core.catalog import KERAS_JSON
from designer.core.document import Document, parse
from designer.core.lessons.lesson import Control, Step
from designer.core.lessons.lines import CONTROLS
from designer.core.lessons.shelf import FOLDER, lessons
from tests.designer.core.lessons.solutions import SOLUTIONS, Work
from tools.frontend import node_folder
from training.core import datasets

FRONT = Path(__file__).parents[4] / "frontend" / "src"
JUDGE = Path(__file__).with_name("judge.mjs")
every_lesson = pytest.mark.parametrize("name", sorted(lessons()))


def facts_of(work: Work, catalog: dict[str, Any]) -> dict[str, Any]:
    """What the browser knows of the network as it stands."""
    document = parse(work.document)
    found = analyse(document, datasets.find(document.training.dataset or ""))
    analysis = {
        "nodes": {name: dataclasses.asdict(node) if dataclasses.is_dataclass(node) else node.model_dump() for name, node in found.nodes.items()},
        "totals": dataclasses.asdict(found.totals) if dataclasses.is_dataclass(found.totals) else found.totals.model_dump(),
        "problems": [problem.code for problem in found.problems],
    }
    trained = None if work.trained is None else parse(work.trained).to_json()
    return {"document": document.to_json(), "analysis": analysis, "catalog": catalog, "runs": copy.deepcopy(work.runs), "trained": trained}


def right_answers(step: Step, place: int) -> dict[str, str]:
    """Every question of a step answered rightly."""
    return {
        f"{place}.{number}": next((choice.text for choice in question.choices if choice.right), None) or question.answers[0]
        for number, question in enumerate(step.questions)
    }


def judged(moments: list[dict[str, Any]]) -> list[dict[str, list[bool]]]:
    ended = subprocess.run([node_folder() / "node", JUDGE], input=json.dumps(moments), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told: list[dict[str, list[bool]]] = json.loads(ended.stdout)
    return told


@every_lesson
def test_each_step_is_done_by_its_solution_and_not_before(name: str) -> None:
    catalog = json.loads(KERAS_JSON.read_bytes())
    work = Work(lessons()[name].starter.to_json())
    facts, moments = facts_of(work, catalog), []
    for place, (step, moves) in enumerate(zip(lessons()[name].steps, SOLUTIONS[name], strict=True)):
        asked = {"step": step.model_dump(mode="json"), "place": place}
        moments.append({**asked, "facts": facts, "answers": {}})
        for move in moves:
            move(work)
        facts = facts_of(work, catalog) if moves else facts
        moments.append({**asked, "facts": facts, "answers": right_answers(step, place)})
    told = judged(moments)
    for step, before, after in zip(lessons()[name].steps, told[::2], told[1::2], strict=True):
        assert all(after["checks"] + after["questions"]), f"{step.title}: {after}"
        if before["checks"] or before["questions"]:
            assert not all(before["checks"] + before["questions"]), f"{step.title} is done at once"


@every_lesson
def test_a_lesson_ends_with_a_network_that_has_no_problem(name: str) -> None:
    work = Work(lessons()[name].starter.to_json())
    for moves in SOLUTIONS[name]:
        for move in moves:
            move(work)
    document: Document = parse(work.document)
    assert analyse(document, datasets.find(document.training.dataset or "")).problems == ()


@every_lesson
def test_a_lesson_is_short_and_says_in_a_sentence_what_it_is_about(name: str) -> None:
    lesson = lessons()[name]
    assert lesson.about.endswith(".")
    assert "!" not in re.sub(r"```.*?```", "", (FOLDER / f"{name}.md").read_text(), flags=re.DOTALL)
    assert all(step.checks or step.questions or step.show for step in lesson.steps)


def test_every_control_that_a_lesson_can_point_at_is_in_the_pages() -> None:
    pages = "\n".join(path.read_text() for path in FRONT.rglob("*.tsx"))
    marked = set(re.findall(r'(?:data-guide|guide)(?:=|: )"([^"]+)"', pages))
    tabs = re.search(r"const TABS = \[(.*?)\]", (FRONT / "runs" / "RunPage.tsx").read_text(), re.DOTALL)
    assert tabs
    marked |= {f"tab {name}" for name in re.findall(r'value: "(\w+)"', tabs[1])}
    assert set(CONTROLS) == set(get_args(Control))
    assert set(CONTROLS) - marked == set()
    assert all(mark in pages for mark in ("data-palette-layer", "data-param", "data-guide-settings", "data-guide-chart", "data-layer", "data-more"))
