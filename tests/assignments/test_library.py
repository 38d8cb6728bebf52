"""The ready assignments: each is whole, its solution passes all of its own checks, and its starter does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assignments import checking, handing_in, material, ready, splitting, starting
from assignments.models import Assignment, HandIn
from assignments.reach import Standing
from assignments.results import results_of
from assignments.schemas import NewHandIn
from designer.core import catalog
from designer.core.analyse import analyse
from designer.core.document import Document, parse
from designer.models import Network
from tests.assignments.making import Room, send
from tests.training.core.making import Listener
from training.core import datasets
from training.core.job import Given
from training.core.loop import train
from training.models import Run
from training.worker import starting_weights

NAMES = sorted(ready.all_ready())


def test_there_are_eight_at_least_and_the_list_says_what_each_is_about() -> None:
    listed = ready.library()
    assert len(listed) >= 8
    assert [found.name for found in listed] == [name for name, _ in sorted(ready.all_ready().items(), key=lambda item: item[1].manifest.place)]
    assert all(found.about.endswith(".") and found.rules for found in listed)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_whole(name: str) -> None:
    found = ready.all_ready()[name]
    known = catalog.load()
    assert found.solution is not None
    assert found.manifest.dataset is not None
    assert datasets.find(found.manifest.dataset) is not None
    assert found.text
    assert not found.text.startswith("# ")  # the title stands above it
    drawn = {node.layer for document in (found.starter, found.solution) for node in document.nodes}
    assert drawn <= set(found.manifest.palette or known.layers)
    assert found.manifest.shown is not None
    for layer, params in found.manifest.shown.layers.items():
        assert set(params) <= {param.name for param in known.layers[layer].params} | {"trainable"}, layer
    assert material.unpack(material.pack(found)) == found


@pytest.mark.django_db
def test_one_is_taken_into_a_class_and_is_no_one_elses() -> None:
    room = Room()
    answer = send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments/library/{NAMES[0]}")
    assert (answer.status_code, answer.json()["published"], answer.json()["solution"] is not None) == (201, False, True)
    assert send(room.teacher, "post", f"/classes/{room.klass.pk}/assignments/library/none").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize("name", NAMES)
def test_its_solution_passes_its_own_checks_and_its_starter_does_not(name: str, tmp_path: Path) -> None:
    room = Room()
    assignment = ready.make(Standing(room.klass, room.klass.teacher, teaches=True), ready.all_ready()[name])
    assignment.seed = 1
    assignment.save()
    splitting.split(assignment)
    assignment.refresh_from_db()
    assert assignment.solution is not None
    failed = [result for result in results_of(checked(room, assignment, parse(assignment.starter))) if result.passed is False]
    assert [result.title for result in failed if not result.needs_training]
    solved = checked(room, assignment, parse(assignment.solution))
    assert solved.check_run is not None
    train_as_the_worker_does(solved.check_run, tmp_path)
    solved.refresh_from_db()
    assert [(result.title, result.said) for result in results_of(solved) if not result.passed] == []


def checked(room: Room, assignment: Assignment, document: Document) -> HandIn:
    """A document that is handed in and checked as a student's is, up to the training."""
    network = Network.make(room.person("Ada").pk, starting.on_its_data(document, assignment))
    HandIn.objects.filter(facts__scores=None).update(facts={"failure": "given up"})  # or it would have to be waited for
    made = handing_in.freeze(assignment, Standing(room.klass, room.person("Ada"), teaches=False), NewHandIn(network=network.pk))
    data = datasets.find(assignment.visible)
    checking.begin(made, parse(network.document), analyse(parse(network.document), data))
    return made


def train_as_the_worker_does(run: Run, folder: Path) -> None:
    """Train a check in this process, and tell its scores."""
    document = parse(run.document)
    result = train(document, folder, Listener().emit, given=Given(starting_weights(document), withheld=checking.samples(run.pk)))
    assert result.scores is not None
    checking.scored(run.pk, result.scores)
