"""Checking what was handed in: what can be read off the document at once, and what the server finds when it trains it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.db import transaction

from assignments.models import HandIn
from assignments.rules import Facts, epochs_allowed, needs_training, over_budget
from assignments.starting import on_its_data
from classroom.news import announce_room
from designer.analysis_client import ask_text
from designer.answers import Refusal
from designer.core import catalog
from designer.core.analysis import Analysis
from designer.core.bindings import bind
from designer.core.catalog import Catalog
from designer.core.document import Document, parse
from designer.core.plan import Plan, plan
from designer.core.sweeps import without_sweep
from training import allowances, starting, states
from training.core import datasets
from training.core.datasets.registry import Arrays
from training.core.scores import Scores
from training.core.withholding import HIDDEN, read_hidden
from training.workers import ANYTHING

NOT_FED = "It is fed what it is to foretell, so there is nothing to score. Feed its Inputs with other fields."
PYTHON = "It holds a Python layer, whose code is not run beside hidden samples. Draw what it does with other layers."
FOREIGN_WEIGHTS = "It starts from weights that the assignment did not give. Take them away, and hand in again."
NO_DATA = "The data of the assignment is not here any more. Ask your teacher."
BROKEN = "It cannot be trained: {problem}"


def facts_of(document: Document, known: Facts) -> Facts:
    """What a document says by itself, beside what is known of it."""
    planned, offered = plan(document, catalog.load()), catalog.load()
    callbacks = tuple(callback.class_name for callback in document.training.callbacks)
    return known.model_copy(update={"epochs": document.training.epochs, "classes": classes_of(planned, offered), "callbacks": callbacks})


def classes_of(planned: Plan, offered: Catalog) -> dict[str, int]:
    """How many layers of each class a network has: those within wrappers too, a shared one once, those in blocks as often as they stand there."""
    owners = {call.owner: call for call in planned.calls}
    found = Counter(call.spec.name for call in owners.values())
    for call in owners.values():
        found.update(name for name in _wrapped(call.node.config) if name in offered.layers)
    return dict(found)


def _wrapped(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("class_name"), str):
            yield value["class_name"]
        for inner in value.values():
            yield from _wrapped(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _wrapped(inner)


async def check(hand_in: HandIn) -> None:
    """Check a hand-in: at once what its document says, then by a training that waits for its turn."""
    document = await asyncio.to_thread(_document_of, hand_in)
    try:
        analysis = await ask_text("designer.analyse", {"document": document.to_json()})
    except Refusal as refusal:
        await sync_to_async(_fail)(hand_in, document, refusal.problems[0].message)
        return
    await sync_to_async(_begin)(hand_in, document, analysis)


def _document_of(hand_in: HandIn) -> Document:
    return on_its_data(parse(hand_in.network.document), hand_in.assignment)


def _begin(hand_in: HandIn, document: Document, analysis: str) -> None:
    begin(hand_in, document, Analysis.model_validate_json(analysis))


@transaction.atomic
def _fail(hand_in: HandIn, document: Document, failure: str) -> None:
    if _is_awaited(hand_in):
        _note(hand_in, facts_of(document, Facts(failure=failure)))


def _is_awaited(hand_in: HandIn) -> bool:
    """Whether a hand-in still waits for these checks: it may be gone by now, or others may have begun."""
    return HandIn.objects.select_for_update().filter(pk=hand_in.pk, begun=hand_in.begun, facts__isnull=True).exists()


@transaction.atomic
def begin(hand_in: HandIn, document: Document, analysis: Analysis) -> None:
    """Keep what a document and its analysis say; queue its training where a rule needs one."""
    if not _is_awaited(hand_in):
        return
    totals = analysis.totals
    known = Facts(
        parameters=totals.trainable + totals.non_trainable if totals.is_counted else None,
        trainable=totals.trainable if totals.is_counted else None,
        layers=totals.layers,
        problems=tuple(problem.message for problem in analysis.problems),
    )
    facts = facts_of(document, known)
    if needs_training(hand_in.parsed_rules):
        facts = facts.model_copy(update={"untrained": next(_reasons(hand_in, document, analysis, facts), "")})
        if not facts.untrained:
            _train(hand_in, document, facts)
            return
    _note(hand_in, facts)


def _reasons(hand_in: HandIn, document: Document, analysis: Analysis, facts: Facts) -> Iterator[str]:
    """Why the server does not train a network, in sentences."""
    data = datasets.find(document.training.dataset or "")
    if data is None or not hand_in.assignment.visible:
        yield NO_DATA
        return
    planned = plan(document, catalog.load())
    if any(planned.python_calls()):
        yield PYTHON
    yield from (BROKEN.format(problem=problem.message) for problem in analysis.problems if problem.severity == "error")
    given = parse(hand_in.assignment.starter).weights
    if document.weights is not None and document.weights.digest not in {hand_in.given, given and given.digest}:
        yield FOREIGN_WEIGHTS
    if data.target in bind(planned, document.training, data).inputs.values():
        yield NOT_FED
    try:
        allowances.check_parameters(hand_in.person, facts.parameters or 0)
    except Refusal as refusal:
        yield refusal.problems[0].message
    if large := over_budget(hand_in.parsed_rules, facts):
        yield large


def _train(hand_in: HandIn, document: Document, facts: Facts) -> None:
    """Queue the training of a hand-in, as its person's: for as long as the rules allow, with the assignment's own seed."""
    settings = document.training.model_copy(
        update={"epochs": epochs_allowed(hand_in.parsed_rules, document.training.epochs), "seed": hand_in.assignment.seed}
    )
    trained = without_sweep(document.model_copy(update={"training": settings}))
    run = starting.make(hand_in.network, trained, eyes=False, wish=starting.settled(ANYTHING, trained), name="Check")
    hand_in.check_run, hand_in.facts = run, facts.model_dump(mode="json")
    hand_in.save(update_fields=["check_run", "facts"])
    transaction.on_commit(states.announce_positions)


def _note(hand_in: HandIn, facts: Facts) -> None:
    hand_in.facts = facts.model_dump(mode="json")
    hand_in.save(update_fields=["facts"])
    transaction.on_commit(partial(announce_room, hand_in.assignment.klass_id))


def samples(run_id: str) -> Arrays | None:
    """In the process that trains: the hidden samples that a check is judged on; None for every other run (training.withheld)."""
    hand_in = HandIn.objects.select_related("assignment").filter(check_run=run_id).first()
    if hand_in is None:
        return None
    return read_hidden(hand_in.assignment.folder / HIDDEN / hand_in.assignment.visible)


@transaction.atomic
def scored(run_id: str, found: Scores) -> None:
    """Keep how a check did."""
    hand_in = HandIn.objects.select_for_update().select_related("assignment").filter(check_run=run_id).first()
    if hand_in is not None:
        told = asdict(found)
        _note(hand_in, hand_in.parsed_facts.model_copy(update={"scores": dict(told["hidden"]), "on_training": dict(told["training"])}))
        _forget_older_models(hand_in)


def _forget_older_models(hand_in: HandIn) -> None:
    """Of what a person hands in for an assignment, the newest that was trained keeps its model."""
    older = HandIn.objects.filter(assignment=hand_in.assignment, person=hand_in.person, number__lt=hand_in.number, check_run__has_model=True)
    for one in older.select_related("check_run"):
        if one.check_run is not None:
            transaction.on_commit(partial(starting.forget_model, one.check_run))
