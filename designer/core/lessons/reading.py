"""A lesson's file → its values. Everything that is wrong with it is said at once: the file, the line, what was expected and received."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from designer.core import gallery
from designer.core.catalog import Catalog
from designer.core.document import Document, MalformedDocument, parse, parse_json
from designer.core.lessons.conditions import Condition
from designer.core.lessons.lesson import Choice, KernelPart, Lesson, NeuronPart, Part, QuestionPart, Step, Target, TextPart
from designer.core.lessons.lines import Known, Unclear, check, show

LONGEST = 200_000
LONGEST_LINE = 300  # of those that are read for meaning
LONGEST_TABLE = 4_000
MOST_STEPS = 40
FENCE = "+++"
KEYS = {"title": str, "about": str, "minutes": int, "template": str, "place": int}
OPTIONAL = ("template", "place")
_BLOCK = re.compile(r"^(?P<ticks>```+)\s*(?P<word>[A-Za-z]*)\s*$")


class WrongLesson(ValueError):
    """A file that is no lesson; `sentences` say all that is wrong with it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(slots=True)
class _Faults:
    name: str
    found: list[str] = field(default_factory=list)

    def say(self, line: int, sentence: str) -> None:
        self.found.append(f"{self.name}, line {line}: {sentence}.")

    def end(self) -> None:
        if self.found:
            raise WrongLesson(self.found)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of lines: of plain text, under a heading, or within a block of ours."""

    kind: str
    line: int
    lines: tuple[str, ...]


def read(name: str, text: str, catalog: Catalog) -> Lesson:
    """The lesson in a file called `name`. Raises WrongLesson."""
    faults = _Faults(name)
    if len(text) > LONGEST:
        raise WrongLesson([f"{name}: a lesson has at most {LONGEST:,} characters; received {len(text):,}."])
    lines = text.replace("\r\n", "\n").split("\n")
    head, first = _head(lines, faults)
    faults.end()
    pieces = list(_pieces(lines, first, faults))
    starter = _starter(head, pieces, faults)
    steps = [_step(group, Known(catalog, starter), faults) for group in _grouped(pieces, faults)]
    if not steps:
        faults.say(len(lines), "expected a step, which begins with a heading such as `## The first step`; received none")
    if len(steps) > MOST_STEPS:
        faults.say(len(lines), f"expected at most {MOST_STEPS} steps; received {len(steps)}")
    faults.end()
    try:
        fields = {key: value for key, value in head.items() if key != "template"}
        return Lesson(**fields, starter=starter, steps=tuple(steps))
    except ValidationError as error:
        raise WrongLesson([f"{name}, line 1: {_first_fault(error)}."]) from error


def _head(lines: Sequence[str], faults: _Faults) -> tuple[dict[str, Any], int]:
    """What stands between the first two lines of plus signs, and where the steps begin."""
    if lines[0].strip() != FENCE or FENCE not in (line.strip() for line in lines[1:]):
        faults.say(1, f"expected {FENCE}, then title, about and minutes, then {FENCE} again; received {lines[0][:60]!r}")
        return {}, 0
    end = next(place for place, line in enumerate(lines[1:], 1) if line.strip() == FENCE)
    try:
        head = _table(lines[1:end])
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        faults.say(1 + int(place[1]) if place else end, f'expected lines such as `title = "…"`; received what TOML does not know ({error})')
        return {}, end + 1
    for key in head.keys() - KEYS.keys():
        faults.say(_line_of(lines, key), f"expected one of {', '.join(KEYS)}; received {key!r}")
    for key, kind in KEYS.items():
        if key not in head and key not in OPTIONAL:
            faults.say(1, f"expected {key} between the lines of plus signs; received none")
        elif key in head and (not isinstance(head[key], kind) or isinstance(head[key], bool)):
            faults.say(_line_of(lines, key), f"expected {'a text' if kind is str else 'a whole number'} for {key}; received {head[key]!r}")
    return head, end + 1


def _table(lines: Sequence[str]) -> dict[str, Any]:
    """TOML, of a size that nobody writes more of. Raises TOMLDecodeError."""
    text = "\n".join(lines)
    if len(text) > LONGEST_TABLE:
        raise tomllib.TOMLDecodeError(f"more than {LONGEST_TABLE:,} characters")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("brackets within brackets") from error


def _line_of(lines: Sequence[str], key: str) -> int:
    return next((place for place, line in enumerate(lines, 1) if line.strip().startswith(key)), 1)


def _pieces(lines: Sequence[str], first: int, faults: _Faults) -> Iterator[_Piece]:
    """The file after its head, cut at its headings and at the blocks that are ours; other blocks stay in the text around them."""
    text: list[str] = []
    start = first + 1
    block: tuple[str, str, int] | None = None
    for number, line in enumerate(lines[first:], first + 1):
        fence = _BLOCK.match(line) if len(line) <= LONGEST_LINE else None
        if block is not None:
            if fence and not fence["word"] and len(fence["ticks"]) >= len(block[0]):
                if block[1] in BLOCKS:
                    yield _Piece(block[1], block[2], tuple(text))
                    text, start = [], number + 1
                else:
                    text.append(line)
                block = None
            else:
                text.append(line)
        elif line.startswith("## "):
            yield _Piece("text", start, tuple(text))
            yield _Piece("heading", number, (line[3:].strip(),))
            text, start = [], number + 1
        elif fence:
            block = (fence["ticks"], fence["word"], number)
            if fence["word"] in BLOCKS:
                yield _Piece("text", start, tuple(text))
                text = []
            else:
                text.append(line)
        else:
            text.append(line)
    if block is not None:
        faults.say(block[2], f"expected a line of {block[0]} that ends the block begun here; received none")
    yield _Piece("text", start, tuple(text))


def _starter(head: dict[str, Any], pieces: Sequence[_Piece], faults: _Faults) -> Document:
    drawn = [piece for piece in pieces if piece.kind == "network"]
    if len(drawn) > 1 or (drawn and "template" in head):
        faults.say(drawn[-1].line, "expected one network to start with, be it a template or a block; received another")
    if drawn:
        try:
            return parse(parse_json("\n".join(drawn[0].lines).encode()))
        except MalformedDocument as error:
            faults.say(drawn[0].line, f"expected a network as Layerloom exports it; received one in which {error.problems[0].message.rstrip('.')}")
    elif "template" in head:
        found = gallery.find(head["template"])
        if found is not None:
            return found.document
        names = ", ".join(template.name for template in gallery.templates())
        faults.say(2, f"expected a template of the gallery ({names}); received {head['template']!r}")
    return Document(name=str(head["title"])[:120] or "Lesson")


def _grouped(pieces: Sequence[_Piece], faults: _Faults) -> Iterator[list[_Piece]]:
    """The pieces of each step, its heading first."""
    group: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "heading":
            if group:
                yield group
            group = [piece]
        elif piece.kind == "network":
            continue
        elif group:
            group.append(piece)
        elif any(line.strip() for line in piece.lines):
            faults.say(piece.line, "expected a heading such as `## The first step`, under which a step stands; received text before it")
    if group:
        yield group


@dataclass(slots=True)
class _Draft:
    """A step while it is read."""

    known: Known
    faults: _Faults
    parts: list[Part] = field(default_factory=list)
    checks: list[Condition] = field(default_factory=list)
    show: Target | None = None


def _step(group: Sequence[_Piece], known: Known, faults: _Faults) -> Step:
    draft = _Draft(known, faults)
    for piece in group[1:]:
        if piece.kind == "text":
            written = "\n".join(piece.lines).strip()
            if written:
                draft.parts.append(TextPart(text=written))
        else:
            BLOCKS[piece.kind](draft, piece)
    title = group[0].lines[0]
    if not title or len(title) > 100:
        faults.say(group[0].line, f"expected a heading of 1 to 100 characters; received {len(title)}")
    return Step(title=title, parts=tuple(draft.parts), show=draft.show, checks=tuple(draft.checks))


def _lines(draft: _Draft, piece: _Piece) -> None:
    """`show` and `check`."""
    for number, line in enumerate(piece.lines, piece.line + 1):
        if len(line) > LONGEST_LINE:
            draft.faults.say(number, f"expected at most {LONGEST_LINE} characters; received {len(line):,}")
            continue
        verb, _, rest = line.strip().partition(" ")
        try:
            if verb == "check":
                draft.checks.append(check(rest.strip(), draft.known))
            elif verb == "show" and draft.show is None:
                draft.show = show(rest.strip(), draft.known)
            elif verb:
                draft.faults.say(number, f"expected check, or show once in a step; received {line.strip()!r}")
        except Unclear as error:
            draft.faults.say(number, str(error))


def _question(draft: _Draft, piece: _Piece) -> None:
    ask: list[str] = []
    choices: list[Choice] = []
    answers: list[str] = []
    hint = ""
    for line in piece.lines:
        if found := re.match(r"^- \[( |x)\] (.+)$", line.strip()):
            choices.append(Choice(text=found[2], right=found[1] == "x"))
        elif line.startswith("= "):
            answers.append(line[2:].strip())
        elif line.startswith("? "):
            hint = line[2:].strip()
        else:
            ask.append(line)
    if not "\n".join(ask).strip():
        draft.faults.say(piece.line, "expected a question before its answers; received none")
    if bool(answers) == bool(choices):
        draft.faults.say(piece.line, "expected answers to choose (`- [x] right`, `- [ ] wrong`) or to type (`= 12`); received " + _which(answers))
    elif choices and (all(choice.right for choice in choices) or not any(choice.right for choice in choices)):
        draft.faults.say(piece.line, "expected right answers (`- [x]`) and wrong ones (`- [ ]`) to choose from; received one kind alone")
    draft.parts.append(QuestionPart(ask="\n".join(ask).strip(), choices=tuple(choices), answers=tuple(answers), hint=hint))


def _which(answers: Sequence[str]) -> str:
    return "both" if answers else "neither"


def _neuron(draft: _Draft, piece: _Piece) -> None:
    part = _widget(draft, piece, NeuronPart)
    if not isinstance(part, NeuronPart):
        return
    if not len(part.inputs) == len(part.values) == len(part.weights):
        counts = f"{len(part.inputs)} inputs, {len(part.values)} values, {len(part.weights)} weights"
        draft.faults.say(piece.line, f"expected as many values and weights as inputs; received {counts}")
    if part.node is not None:
        try:
            draft.known.node(part.node)
        except Unclear as error:
            draft.faults.say(piece.line, str(error))


def _kernel(draft: _Draft, piece: _Piece) -> None:
    part = _widget(draft, piece, KernelPart)
    if isinstance(part, KernelPart) and len({len(row) for row in part.picture}) > 1:
        draft.faults.say(piece.line, "expected rows of one length in the picture; received several")


def _widget(draft: _Draft, piece: _Piece, kind: type[NeuronPart | KernelPart]) -> Part | None:
    try:
        part = kind.model_validate(_table(piece.lines))
    except tomllib.TOMLDecodeError as error:
        draft.faults.say(piece.line, f"expected lines such as `bias = 0.5`; received what TOML does not know ({error})")
        return None
    except ValidationError as error:
        draft.faults.say(piece.line, _first_fault(error))
        return None
    draft.parts.append(part)
    return part


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    return f"expected another {'.'.join(map(str, fault['loc'])) or 'value'} ({fault['msg']}); received {str(fault['input'])[:60]!r}"


BLOCKS = {"step": _lines, "question": _question, "neuron": _neuron, "kernel": _kernel, "network": lambda *_: None}
