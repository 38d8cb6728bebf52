"""Problems of a sweep: fields that stand nowhere, values that cannot be, objectives that are not measured.

Each value is tried by itself: the document with that value alone is examined, and must make no error that the drawn one does not make. What two
values do together, and what only training shows (memory, a loss that becomes NaN), is left to the trial.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any

from pydantic import JsonValue, ValidationError

from designer.core.adapting import learning_calls
from designer.core.document import Document, Sweep, SweptField
from designer.core.faults import fault_sentence
from designer.core.findings import Findings
from designer.core.fitting import VALIDATION
from designer.core.problems import Problem
from designer.core.settings_checks import measured
from designer.core.sweeps import NoSuchPlace, combinations, count, drawn_value, range_values, with_value, without_sweep
from designer.core.swept_params import can_search
from designer.core.wording import a_list, quoted

MOST_TRIED = 60  # values of one sweep that are tried: of a list its first ones, of a range both ends
LEAST_TRIED = 12
NODES_TRIED = 6_000  # nodes gone through while values are tried: each keystroke waits for it
LISTED = 6
MOST_STEPS = 10_000
MOST_POWERS = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a field of a sweep."""

    code: str
    message: str


Examine = Callable[[Document], Findings]


def active(document: Document) -> Sweep | None:
    """The sweep of a document that marks at least one field."""
    sweep = document.training.sweep
    return sweep if sweep is not None and sweep.fields else None


def sweep_problems(found: Findings, examine: Examine) -> list[Problem]:
    """Everything wrong with the sweep of a document; `found` is what an examination found of the drawn network."""
    sweep = active(found.document)
    if sweep is None:
        return []
    problems = list(chain.from_iterable(_field_problems(found, sweep, place) for place in range(len(sweep.fields))))
    bad = {problem.param for problem in problems}
    sound = [(place, field) for place, field in enumerate(sweep.fields) if _where(place) not in bad]
    return [*problems, *_whole_problems(found, sweep, is_sound=not problems), *_value_problems(found, sound, examine)]


def _where(place: int) -> str:
    return f"training.sweep.fields.{place}"


def _placed(found: Findings, place: int, fault: Fault) -> Problem:
    """A fault of a field as a problem on its node, or on the first use of the block that the node stands in."""
    code, message = fault.code, fault.message
    sweep = found.document.training.sweep
    field = sweep.fields[place] if sweep else None
    param = _where(place)
    if field is None or field.node is None:
        return Problem(code=code, message=message, param=param)
    if field.block is None:
        return Problem(code=code, message=message, param=param, node=field.node if field.node in found.by_id else None)
    path = _path_into(found.document, field)
    return Problem(code=code, message=message, param=param, node=path[0] if path else None, inside=path[1:])


def _path_into(document: Document, field: SweptField) -> tuple[str, ...]:
    """The way into a block that leads to a field's node; empty where none does."""

    def search(level: Sequence[Any], seen: frozenset[str]) -> tuple[str, ...]:
        for node in level:
            name = node.layer.removeprefix("block.") if node.layer.startswith("block.") else ""
            block = document.blocks.get(name)
            if block is None or name in seen:
                continue
            if name == field.block and any(inner.id == field.node for inner in block.nodes):
                return (node.id, str(field.node))
            deeper = search(block.nodes, seen | {name})
            if deeper:
                return (node.id, *deeper)
        return ()

    return search(document.nodes, frozenset())


def _field_problems(found: Findings, sweep: Sweep, place: int) -> Iterator[Problem]:
    field = sweep.fields[place]
    faults = [*_place_faults(found, sweep, field), *_span_faults(field)]
    if not faults and sweep.method == "grid" and count(field) is None:
        faults.append(
            Fault("sweep_grid", f"{field.name} takes any number of a range, and a grid tries each value. Give it a step, or search by chance.")
        )
    for fault in faults:
        yield _placed(found, place, fault)


def _place_faults(found: Findings, sweep: Sweep, field: SweptField) -> Iterator[Fault]:
    if Counter(other.name for other in sweep.fields)[field.name] > 1:
        yield Fault("sweep_name", f"Several fields of the sweep are called {field.name}. Give each a name of its own.")
    if any(_overlap(field, other) for other in sweep.fields if other is not field):
        yield Fault("sweep_place", f"{field.name} stands where another field of the sweep stands. Take the mark from one of them.")
    try:
        streams = found.data is not None and found.data.loader.streams and field.node is None and field.path == ("validation_split",)
        if streams or not can_search(found.document, field, found.catalog):
            sentence = "cannot be searched: with another value the data or the wires would not fit. Take the mark from it."
            yield Fault("sweep_fixed", f"{_said(field)} {sentence}")
    except NoSuchPlace:
        yield Fault("sweep_place", f"{_said(field)} is marked to be searched, and it is not there any more. Take the mark away.")


def _said(field: SweptField) -> str:
    """What a field is called in a sentence: units of dense."""
    path = ".".join(str(step) for step in field.path if step != "config")
    return f"{path} of {field.node}" if field.node is not None else path


def _overlap(one: SweptField, other: SweptField) -> bool:
    length = min(len(one.path), len(other.path))
    return (one.node, one.block, one.path[:length]) == (other.node, other.block, other.path[:length])


def _span_faults(field: SweptField) -> Iterator[Fault]:
    """What is wrong with the values of a field in themselves."""
    if field.values is None:
        sentence = _range_fault(field)
        if sentence:
            yield Fault("sweep_range", sentence)
        return
    said = Counter(json.dumps(value, sort_keys=True) for value in field.values)
    if not said:
        yield Fault("sweep_values", f"{field.name} has no values to try. Give it some, or take the mark away.")
    for text, times in islice(said.items(), LISTED):
        if times > 1:
            yield Fault("sweep_values", f"{field.name} is to try {_text(json.loads(text))} {times} times, and once is enough.")


def _range_fault(field: SweptField) -> str:
    """What is wrong with a range; empty where nothing is."""
    low, high, step = field.low, field.high, field.step
    if low is None or high is None:
        return f"The range of {field.name} needs both a low and a high end."
    faults = {
        f"The range of {field.name} must begin below its end; received {low:g} to {high:g}.": low > high,
        f"{field.name} is searched logarithmically, so its range must lie above 0; it begins at {low:g}.": field.log and low <= 0,
        f"The range of {field.name} takes steps or is searched logarithmically, not both.": field.log and step is not None,
        f"The range of {field.name} spans more than {MOST_POWERS} powers of ten. Make it smaller.": field.log
        and low > 0
        and high / low > 10.0**MOST_POWERS,
        f"The range of {field.name} has more than {MOST_STEPS:,} steps. Make its step larger, or leave it out.": step is not None
        and step > 0
        and (count(field) or 0) > MOST_STEPS,
        f"The step of {field.name} must be above 0; received {step}.": step is not None and step <= 0,
        f"The range of {field.name} holds whole numbers only, so its ends and its step must be whole.": field.integer
        and not all(number.is_integer() for number in (low, high, step or 1.0)),
    }
    return next((sentence for sentence, is_so in faults.items() if is_so), "")


def _whole_problems(found: Findings, sweep: Sweep, *, is_sound: bool) -> Iterator[Problem]:
    all_of_them = combinations(sweep) if is_sound and sweep.method == "grid" else 0
    if all_of_them > sweep.trials:
        message = f"There are {all_of_them:,} combinations, and the first {sweep.trials:,} of them are tried. Make more trials, or search by chance."
        yield Problem(code="sweep_cut", param="training.sweep.trials", message=message, severity="warning")
    names = measured(found)
    if names is None or sweep.objective in names:
        return
    where = "training.sweep.objective"
    stripped = sweep.objective.removeprefix(VALIDATION)
    if stripped in names and any(field.node is None and field.path == ("validation_split",) for field in sweep.fields):
        return  # some trials are validated
    if stripped != sweep.objective and stripped in names:
        message = f"There is no validation split, so the sweep looks at {stripped} instead of {sweep.objective}. Set validation_split above 0."
        yield Problem(code="sweep_objective", param=where, message=message, severity="warning")
    else:
        message = f"The sweep looks at {quoted(sweep.objective)}, which this training does not measure. It measures {a_list(names)}."
        yield Problem(code="sweep_objective", param=where, message=message)


def _value_problems(found: Findings, fields: Sequence[tuple[int, SweptField]], examine: Examine) -> Iterator[Problem]:
    """Values that would make an error by themselves; the fields take turns, so that each has some of its values tried."""
    asked = [[(place, field, value) for value in _tried(field)] for place, field in fields]
    turns = [each for turn in zip_longest(*asked) for each in turn if each is not None]
    plain = without_sweep(found.document)
    budget = min(MOST_TRIED, max(LEAST_TRIED, NODES_TRIED // max(len(found.answers), 1)))
    for place, field, value in turns[:budget]:
        if json.dumps(drawn_value(plain, field)) != json.dumps(value):
            for sentence in islice(_refusals(found, plain, field, value, examine), 1):
                yield _placed(found, place, Fault("sweep_value", f"{field.name} = {_text(value)} (of the sweep): {sentence}"))


def _tried(field: SweptField) -> Sequence[JsonValue]:
    if field.values is not None:
        return field.values
    values = range_values(field)
    if values:
        return (values[0], values[-1]) if len(values) > 1 else values
    ends = (field.low or 0.0, field.high or 0.0)
    return tuple(int(end) for end in ends) if field.integer else ends


def _refusals(found: Findings, plain: Document, field: SweptField, value: JsonValue, examine: Examine) -> Iterator[str]:
    """Why a value cannot be, the drawn network's own errors apart."""
    try:
        changed = examine(with_value(plain, field, value))
    except ValidationError as error:
        yield fault_sentence(error.errors(include_url=False)[0])
        return
    known = {(old.code, old.node, old.inside) for old in found.problems if old.severity == "error"}
    yield from (new.message for new in changed.problems if new.severity == "error" and (new.code, new.node, new.inside) not in known)
    if _is_other(found, changed):
        yield "it changes how many outputs a layer has, or whether it learns from the data, which a sweep cannot."


def _is_other(found: Findings, changed: Findings) -> bool:
    """Whether a value makes a network of another form."""
    counts = ((len(answer.specs), len(changed.answers[name].specs)) for name, answer in found.answers.items() if name in changed.answers)
    if any(now and before and now != before for before, now in counts):
        return True
    return [call.node.id for call in learning_calls(found.plan)] != [call.node.id for call in learning_calls(changed.plan)]


def _text(value: JsonValue) -> str:
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        return str(value["class_name"])
    return value if isinstance(value, str) else repr(value)
