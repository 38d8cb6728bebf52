"""A whole program, read: its networks as documents, and the report."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from designer.core.catalog import Catalog
from designer.core.document import Document
from designer.core.importers.channels import turn
from designer.core.importers.imported import Imported, Note, Unreadable
from designer.core.importers.python_code.budget import Budget, TooMuch
from designer.core.importers.python_code.emit import Drawn, Painter, TooBig, alike, document_of, used_networks
from designer.core.importers.python_code.foreign import foreign
from designer.core.importers.python_code.graph import Call, Layer, Network, behind
from designer.core.importers.python_code.instances import is_model, network_from
from designer.core.importers.python_code.interpreter import Interpreter
from designer.core.importers.python_code.mending import Parsed, Unparsable, parse_mending, parse_strictly
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.source import source_of
from designer.core.importers.python_code.training_settings import training_of
from designer.core.importers.python_code.trials import try_what_was_not_called
from designer.core.importers.python_code.values import Scope
from designer.core.importers.python_layers import readable
from designer.core.plan import model_name

MOST_DOCUMENTS = 20
NOTHING = "No Keras network was found in this program. A program that builds one with Sequential, Model or a class of these can be read."
_OURS = re.compile(r'\A"""(.+): a network drawn in Layerloom\.')
_OLD = re.compile(r"^\s*(?:from|import)\s+(?:keras|\.\.(?:layers|models))\b", re.MULTILINE)
_NEW = re.compile(r"keras\.ops|from keras import .*\bops\b|KERAS_BACKEND\"\] = \"(?:jax|torch)|keras\.random|import keras_core")


@dataclass
class Program:
    """What was read of a program: its documents, and of each the lines that speak of its nodes."""

    documents: list[Document] = field(default_factory=list)
    lines: list[Mapping[str, tuple[int, int]]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    drawn: set[Layer | Network] = field(default_factory=set)


@dataclass(frozen=True)
class Typed:
    """What was read of a text that someone is typing; `faults` say why it cannot be read yet."""

    document: Document | None
    report: tuple[Note, ...]
    lines: Mapping[str, tuple[int, int]]


def read(name: str, data: bytes, catalog: Catalog) -> Imported:
    """The networks of a .py file, a notebook or pasted text. Raises Unreadable where there are none."""
    text = source_of(name, data)
    try:
        parsed = parse_mending(text)
    except Unparsable as error:
        raise Unreadable(foreign(text) or f"This cannot be read as a Python program (line {error.line}): {error}") from None
    run = Interpreter(readable(catalog), Budget(), text)
    run.turns_channels = not run.is_ours
    _tell_mendings(run, parsed)
    program = follow(run, parsed.tree, _title(name))
    if not program.documents:
        raise Unreadable(_why_nothing(text, program.notes))
    return Imported(tuple(program.documents), tuple(program.notes))


def read_typed(text: str, catalog: Catalog) -> Typed:
    """The network of a text that someone is typing: nothing is mended or guessed, and what cannot be read is told with its line."""
    try:
        tree = parse_strictly(text)
    except Unparsable as error:
        return Typed(None, (Note(kind="unread", message=str(error), line=error.line),), {})
    run = Interpreter(readable(catalog), Budget(), text)
    program = follow(run, tree, "")
    faults = [*run.report.misspelt, *(note for note in program.notes if note.kind == "unread")]
    if faults or not program.documents:
        told = [Note(kind="unread", message=note.message, line=note.line) for note in faults]
        return Typed(None, tuple(told or [Note(kind="unread", message=NOTHING)]), {})
    place = _main(program.documents)
    return Typed(program.documents[place], tuple(program.notes), program.lines[place])


def _main(documents: list[Document]) -> int:
    """The document that a program is about: the one that is trained, or the last."""
    trained = [place for place, document in enumerate(documents) if document.training.outputs or document.training.dataset]
    return trained[-1] if trained else len(documents) - 1


def follow(run: Interpreter, tree: ast.Module, title: str) -> Program:
    """Follow a program and draw its networks."""
    run.is_old = bool(_OLD.search(run.text)) and not _NEW.search(run.text)
    scope = Scope()
    try:
        scope = run.run_program(tree)
        if not _any(run):
            try_what_was_not_called(run, scope)
        networks = _networks(run)
    except TooMuch as stopped:
        run.note("unread", "The program goes on for longer than it is followed; what it does from here on was left out.", stopped.line)
        networks = [network for network in run.networks if network.outputs]
    program = Program(notes=run.report.notes)
    _draw(run, networks, title, program)
    program.notes = [_placed(note, program) for note in run.report.notes if _still_holds(run, note, program)]
    return program


def _still_holds(run: Interpreter, note: Note, program: Program) -> bool:
    """Whether a note on a placeholder tells about one that was drawn."""
    return not program.documents or run.report.holds(note, program.drawn)


def _any(run: Interpreter) -> bool:
    """Whether anything was made that can become a document."""
    return any(network.outputs or network.stack for network in run.networks) or any(map(is_model, run.instances)) or bool(run.calls)


def _networks(run: Interpreter) -> list[Network]:
    """The networks that become documents: those that are used by themselves, or in no other."""
    for instance in [item for item in run.instances if is_model(item)]:
        network_from(run, instance)
    for network in run.networks:
        if network.stack or network.stack is None:
            network.settle(network.line)
    _leave_open(run)
    made = [network for network in run.networks if network.outputs] or _loose_ends(run)
    made = [network for network in made if not network.is_part or network.is_used_alone] or made
    inside = used_networks(made) | _continued(made) | {network for network in made if network.is_wrapped}
    return [network for network in made if network.is_used_alone or network not in inside]


def _loose_ends(run: Interpreter) -> list[Network]:
    """Of a program that calls layers and never says Model: what lies between its Inputs and the tensors that nothing takes."""
    taken = {tensor.call for call in run.calls for tensor in call.sources}
    ends = [call.tensor() for call in run.calls if call not in taken and call.sources]
    calls = behind(ends, [])
    starts = [call.tensor() for call in calls if not call.sources]
    return [Network("network", calls[0].line, inputs=starts, outputs=ends)] if ends and starts else []


def _continued(networks: list[Network]) -> set[Network]:
    """Architectures of Keras's own that another network goes on from."""
    calls = {network: set(behind(network.outputs, network.inputs)) for network in networks}
    own = [calls[network] for network in networks if not network.is_borrowed]
    return {network for network in networks if network.is_borrowed and any(_share(calls[network], others) for others in own)}


def _share(calls: set[Call], others: set[Call]) -> bool:
    """Whether two networks have more in common than where they begin."""
    return any(call.sources for call in calls & others)


INDEXED = frozenset(("Embedding",))
"""Layers that take sequences of any length, of which one open size says all that is needed."""


def _leave_open(run: Interpreter) -> None:
    """Inputs of which no size is known get no shape, so that the canvas asks for it and offers that of the data set."""
    for layer in run.guessed:
        takers = {call.target for call in run.calls if any(tensor.call.target is layer for tensor in call.sources)}
        if layer.layer == "Input" and not all(isinstance(taker, Layer) and taker.layer in INDEXED for taker in takers):
            layer.config = {key: value for key, value in layer.config.items() if key != "shape"}


def _draw(run: Interpreter, networks: list[Network], title: str, program: Program) -> None:
    seen: dict[str, int] = {}
    ours = _OURS.match(run.text)
    for network in networks[: 4 * MOST_DOCUMENTS]:
        painter = Painter(run.catalog)
        _leave_out_inputs(run, network)
        try:
            drawn = painter.draw(network)
        except TooBig as error:
            run.note("unread", str(error), network.line)
            continue
        if run.turns_channels:
            _turn(run, drawn, painter)
        if len(drawn.drawing.nodes) <= len(set(drawn.inputs)) or len(program.documents) >= MOST_DOCUMENTS:
            continue
        outputs = [node for node, _ in drawn.outputs]
        training = training_of(run, network, drawn.inputs, list(dict.fromkeys(outputs)))
        name = ours[1] if ours and model_name(ours[1]) == network.name else _name(network, title, len(networks))
        more = {"dtype_policy": run.policy} if run.policy in POLICIES else {}
        document = document_of(drawn, painter.blocks, name, training, **more)
        key = alike(document)
        if key in seen:
            if document.training.outputs and not program.documents[seen[key]].training.outputs:
                program.documents[seen[key]], program.lines[seen[key]] = document, drawn.lines
            continue
        seen[key] = len(program.documents)
        program.documents.append(document)
        program.drawn |= painter.drawn
        program.lines.append(drawn.lines)
        run.report.notes.insert(len(program.documents) - 1, Note(kind="read", message=_summary(document, network), line=network.line or None))


def _leave_out_inputs(run: Run, network: Network) -> None:
    """Inputs that lead to no output, as those of labels for a loss that is a layer, are told and left out."""
    taken = {tensor for call in behind(network.outputs, network.inputs) for tensor in call.sources} | set(network.outputs)
    kept = [tensor for tensor in network.inputs if tensor in taken]
    for tensor in network.inputs if kept else []:
        if tensor not in taken:
            run.note("changed", f"The Input {tensor.call.target.name} leads to no output in what could be followed; it was left out.", network.line)
    network.inputs = kept or network.inputs


def _turn(run: Interpreter, drawn: Drawn, painter: Painter) -> None:
    """Channels first become channels last, as they do in files."""
    drawn.drawing.blocks = painter.blocks
    turn(drawn.drawing)
    for note in drawn.drawing.notes:
        run.note(note.kind, note.message)


POLICIES = ("float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16")


def _name(network: Network, title: str, count: int) -> str:
    if network.is_named:
        return network.name
    variable = network.variable if network.variable not in {"model", ""} else ""
    return (variable or title or network.name) if count > 1 else (title or variable or network.name)


def _title(name: str) -> str:
    stem = PurePosixPath(name.replace("\\", "/")).stem
    return stem.replace("_", " ").strip()[:100]


def _summary(document: Document, network: Network) -> str:
    count = len(document.nodes)
    kind = "Sequential" if network.stack is not None else "functional"
    blocks = f", {len(document.blocks)} of them networks of their own" if document.blocks else ""
    trained = f"; compiled with {document.training.optimizer.class_name}" if network.compiled is not None else ""
    return f"{document.name}: a {kind} network of {count} nodes{blocks}{trained}."


def _tell_mendings(run: Interpreter, parsed: Parsed) -> None:
    for line, message in parsed.changed:
        run.note("changed", f"Mended: {message}.", line)
    for line, message in parsed.lost:
        run.note("unread", f"{message} The line was left out.", line)


def _placed(note: Note, program: Program) -> Note:
    """A note with the node that its line speaks of, where there is exactly one."""
    if note.line is None or note.kind == "read":
        return note
    found = [node for lines in program.lines[:1] for node, (first, last) in lines.items() if note.line in (first, last)]
    return note.model_copy(update={"node": found[0]}) if len(found) == 1 else note


def _why_nothing(text: str, notes: list[Note]) -> str:
    sentence = foreign(text)
    if sentence is not None:
        return sentence
    reasons = [f"Line {note.line}: {note.message}" for note in _unread(notes)]
    return " ".join([NOTHING, *reasons[:3]])


def _unread(notes: list[Note]) -> Iterator[Note]:
    return (note for note in notes if note.kind == "unread" and note.line is not None)
