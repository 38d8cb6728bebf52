"""What the designer asks of a worker that has Keras: analyse a document, write it as code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from celery.signals import worker_init, worker_process_init
from django.conf import settings

from designer import data_sources, kept_weights, uploads, weights_store
from designer.answers import Refusal, answering
from designer.core import catalog, gallery, importers, schedules
from designer.core.analyse import analyse as analyse_document
from designer.core.catalog import Catalog
from designer.core.choices import Preprocess
from designer.core.codegen.constructors import CannotWrite
from designer.core.codegen.notebook import write_notebook
from designer.core.codegen.script import Script, write_module, write_script
from designer.core.data import DataSpec
from designer.core.document import Document, KerasObject, WeightsRef, parse
from designer.core.importers import open_weights
from designer.core.importers.follow import merge
from designer.core.importers.imported import Note, Unreadable
from designer.core.importers.python_code import read_typed
from designer.core.importers.to_data import to_data
from designer.core.model_weights import WrongWeights, weights_file
from designer.core.plan import plan
from designer.core.preprocessing import Unfit
from designer.core.preprocessing import preprocessing as offer
from designer.core.problems import Problem
from designer.core.sweep_checks import active
from designer.core.verify import verify as verify_code
from designer.python_refusals import refusing_python
from designer.schemas import CodeOut, CodeRead, ReadOut, ScheduleOut, WeightsRead

GIVEN_UP = "This was given up before it was read. Drop it again."
NOT_TYPED = "This network holds a Python layer. What is typed here cannot be followed past its class: change the network on the canvas."
SWEEP_NOT_TYPED = "A network that is searched changes on the canvas alone. Take its marks away to type."
LOST_WEIGHTS = "The weights that the document names were not in it, and are not kept here. Drop the archive of its run instead."


@worker_init.connect  # type: ignore[untyped-decorator]
def warm_analysis_children(sender: Any, **_: Any) -> None:
    """Have the children of the worker that answers the editor's questions answer one before the first person asks."""
    if str(sender.hostname).startswith("analysis@"):
        worker_process_init.connect(_analyse_a_template, weak=False)


def _analyse_a_template(**_: Any) -> None:
    document = gallery.templates()[0].document
    analyse_document(document, data_sources.find(document.training.dataset))


@answering("designer.analyse")
def analyse(document: dict[str, Any], hides_data: bool = False) -> str:
    """An Analysis as JSON; with `hides_data`, as if the data set were not there."""
    parsed = parse(document)
    found = analyse_document(parsed, _data(parsed, hides_data), python_layers=settings.PYTHON_LAYERS)
    return found.model_dump_json(by_alias=True)


@answering("designer.code")
def code(document: dict[str, Any], shapes: bool = False, hides_data: bool = False) -> str:
    """The script, and which of its lines speak of which node."""
    script = _script(parse(document), shapes=shapes, hides_data=hides_data)
    return CodeOut(script=script.text, lines=dict(script.lines), files=list(script.files), packages=list(script.packages)).model_dump_json()


@answering("designer.schedule")
def schedule(optimizer: dict[str, Any], steps: int) -> str:
    """The learning rate of a training, from its first step to its last."""
    try:
        points = schedules.curve(KerasObject.model_validate(optimizer), steps, catalog.load())
    except schedules.WrongRate as error:
        raise Refusal(Problem(code="wrong_rate", param="training.optimizer.learning_rate", message=str(error))) from error
    return ScheduleOut(points=points).model_dump_json()


@answering("designer.preprocessing")
def preprocessing(document: dict[str, Any], dataset: str, choices: list[dict[str, Any]]) -> str:
    """An Offered as JSON: the layers that do to the data what was chosen."""
    data = data_sources.find(dataset)
    if data is None:
        raise Refusal(Problem(code="unknown_dataset", message=f"There is no data set {dataset!r}."), status=404)
    try:
        return offer(parse(document), data, [Preprocess.model_validate(choice) for choice in choices]).model_dump_json(by_alias=True)
    except Unfit as error:
        raise Refusal(Problem(code="unfit", message=str(error))) from error


@answering("designer.notebook")
def notebook(document: dict[str, Any], shapes: bool = False, hides_data: bool = False) -> str:
    """The script as a notebook."""
    return write_notebook(_script(parse(document), shapes=shapes, hides_data=hides_data))


@answering("designer.module")
def module(document: dict[str, Any], shapes: bool = False) -> str:
    """A module with the model alone."""
    parsed, offered = parse(document), catalog.load()
    with _refusing():
        return write_module(plan(parsed, offered), parsed, shapes=shapes).text


@answering("designer.read_code")
def read_code(source: str, document: dict[str, Any], hides_data: bool = False) -> str:
    """A CodeRead as JSON: what the text says, on top of what the document says besides."""
    opened, offered = parse(document), catalog.load()
    if any(plan(opened, offered).python_calls()):
        return CodeRead(document=None, report=[Note(kind="unread", message=NOT_TYPED)], lines={}).model_dump_json(by_alias=True)
    if active(opened) is not None:
        return CodeRead(document=None, report=[Note(kind="unread", message=SWEEP_NOT_TYPED)], lines={}).model_dump_json(by_alias=True)
    typed = read_typed(source, offered)
    found = CodeRead(document=None, report=list(typed.report), lines={})
    if typed.document is not None:
        merged, names = merge(opened, typed.document, _as_read(opened, offered, hides_data), offered)
        found = CodeRead(
            document=merged, report=list(typed.report), lines={names[node]: lines for node, lines in typed.lines.items() if node in names}
        )
    return found.model_dump_json(by_alias=True)


def _data(document: Document, hides_data: bool) -> DataSpec | None:
    return None if hides_data else data_sources.find(document.training.dataset)


def _as_read(document: Document, offered: Catalog, hides_data: bool) -> Document | None:
    """What is read of the text that a document is written as: a text that says the same was not touched."""
    try:
        script = write_script(plan(document, offered), document, _data(document, hides_data), offered)
    except CannotWrite:
        return None
    return read_typed(script.text, offered).document


@answering("designer.files.verify")
@refusing_python()
def verify(document: dict[str, Any]) -> str:
    """A Verification as JSON."""
    with _refusing():
        return json.dumps(asdict(verify_code(parse(document))))


@answering("designer.files.weights")
@refusing_python()
def weights(document: dict[str, Any]) -> str:
    """The weights that a document starts from as the .weights.h5 file that its script loads; the answer is the key under which it is kept."""
    parsed = parse(document)
    found = weights_store.load(parsed.weights.digest) if parsed.weights else None
    if found is None:
        raise Refusal(Problem(code="no_weights", message="The weights that this network starts from are not kept here. Read its file again."))
    try:
        return json.dumps(uploads.keep(weights_file(parsed, found)))
    except WrongWeights as error:
        raise Refusal(Problem(code="wrong_weights", node=error.node, message=str(error))) from error


@answering("designer.files.read")
def read(name: str, key: str, owner: int) -> str:
    """What is in a person's upload: documents and a report."""
    try:
        found = importers.read(name, uploads.path(key).read_bytes())
    except FileNotFoundError:
        raise Refusal(Problem(code="unreadable", message=GIVEN_UP)) from None
    except Unreadable as error:
        raise Refusal(Problem(code="unreadable", message=str(error))) from error
    for weights in found.weights.values():
        kept_weights.keep(weights, owner)
    documents = [_with_kept_weights(document) for document in found.documents]
    lost = [Note(kind="unread", message=LOST_WEIGHTS) for kept, document in zip(documents, found.documents, strict=True) if kept != document]
    fitted = [_to_its_data(document) for document in documents]
    told = [note for _, note in fitted if note is not None]
    return ReadOut(documents=[document for document, _ in fitted], report=[*found.report, *told, *lost]).model_dump_json(by_alias=True)


def _to_its_data(document: Document) -> tuple[Document, Note | None]:
    """A network that a program trains on one of our data sets, in that data's shape; one that was laid out already is left as it is."""
    data = data_sources.find(document.training.dataset)
    is_new = all(node.at == (0.0, 0.0) for node in document.nodes)
    return to_data(document, data) if data is not None and is_new and not data.own else (document, None)  # whose it is, is not known here


def _with_kept_weights(document: Document) -> Document:
    """A document of another Layerloom names weights that stayed there."""
    is_kept = document.weights is None or weights_store.renew(document.weights.digest)
    return document if is_kept else document.model_copy(update={"weights": None})


@answering("designer.files.read_weights")
def read_weights(name: str, key: str, document: dict[str, Any], owner: int) -> str:
    """A WeightsRead as JSON: the weights in a person's upload that fit a network's layers."""
    try:
        found, report = open_weights.read_weights(uploads.path(key).read_bytes(), parse(document))
    except FileNotFoundError:
        raise Refusal(Problem(code="unreadable", message=GIVEN_UP)) from None
    except Unreadable as error:
        raise Refusal(Problem(code="unreadable", message=str(error))) from error
    kept = WeightsRef(digest=kept_weights.keep(found, owner), title=name[:200])
    return WeightsRead(weights=kept, report=list(report)).model_dump_json(by_alias=True)


def _script(document: Document, *, shapes: bool, hides_data: bool) -> Script:
    offered = catalog.load()
    with _refusing():
        return write_script(plan(document, offered), document, _data(document, hides_data), offered, shapes=shapes)


@contextmanager
def _refusing() -> Iterator[None]:
    """What cannot be written is refused, with its problems."""
    try:
        yield
    except CannotWrite as error:
        raise Refusal(*error.problems) from error
