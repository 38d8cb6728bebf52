"""The lines in a step's block: `show …` names a control, `check …` a condition. A table holds the forms that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from designer.core.catalog import Catalog
from designer.core.document import Document
from designer.core.lessons.conditions import (
    Compare,
    Condition,
    ConnectedCheck,
    FieldCheck,
    GapCheck,
    LayersCheck,
    MetricCheck,
    ParametersCheck,
    ProblemsCheck,
    RunsCheck,
    Setting,
    SettingCheck,
    ShapeCheck,
    WireCheck,
)
from designer.core.lessons.lesson import Control, ShowChart, ShowControl, ShowField, ShowLayer, ShowNode, ShowSetting, Target
from designer.core.lessons.wording import amount, counted

CONTROLS: Mapping[Control, str] = {
    "train": "the button Train",
    "dataset": "the data set, above the layers",
    "search": "the search over the layers",
    "canvas": "the canvas",
    "inspector": "the settings, on the right",
    "status": "the line with the totals, at the bottom",
    "undo": "the button Undo",
    "dock problems": "the tab Problems, below the canvas",
    "dock code": "the tab Code, below the canvas",
    "dock training": "the tab Training, below the canvas",
    "dock runs": "the tab Runs, below the canvas",
    "tab curves": "the tab Curves of the run",
    "tab inside": "the tab Inside of the run",
    "tab evaluation": "the tab Evaluation of the run",
    "tab predictions": "the tab Predictions of the run",
    "tab try": "the tab Try it of the run",
    "tab log": "the tab Log of the run",
    "tab files": "the tab Files of the run",
    "pause": "the button Pause of the run",
    "stop": "the button Stop of the run",
}
SETTINGS: tuple[Setting, ...] = get_args(Setting)
WORDS = ("dataset", "optimizer")


class Unclear(ValueError):
    """A line that cannot be understood: what was expected, and received."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a lesson can name: what Keras offers, and the nodes that it starts with."""

    catalog: Catalog
    starter: Document

    def layer(self, name: str) -> str:
        """A class of layers."""
        if name not in self.catalog.layers:
            raise Unclear(f"expected a layer of Keras, such as Dense; received {name!r}")
        return name

    def node(self, name: str) -> str:
        """A node of the starter, or any of a class."""
        if name not in self.catalog.layers and not any(node.id == name for node in self.starter.nodes):
            raise Unclear(f"expected a layer of Keras, such as Dense, or a node of the network that the lesson starts with; received {name!r}")
        return name

    def param(self, node: str, name: str) -> str:
        """A field of such a node."""
        layer = next((one.layer for one in self.starter.nodes if one.id == self.node(node)), node)
        spec = self.catalog.layers.get(layer)
        if spec is None or spec.param(name) is None:
            offered = ", ".join(param.name for param in spec.params[:4]) if spec else "none"
            raise Unclear(f"expected a field of {layer} ({offered} …); received {name!r}")
        return name


@dataclass(frozen=True, slots=True)
class Form:
    """How a line is written, and what it becomes."""

    form: str
    such_as: str
    pattern: re.Pattern[str]
    make: Callable[[Known, Mapping[str, str]], Any]


NODE, NUMBER = r"(?P<node>\w+)", r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
COMPARISON = rf"(?P<compare>=|!=|<=|>=|<|>|in)\s+(?P<value>.+?)(?:\s+to\s+(?P<upto>{NUMBER}))?"


def _compared(found: Mapping[str, str], *, number: bool = True) -> dict[str, Any]:
    compare, value, upto = found["compare"], found["value"], found["upto"]
    read = _value(value)
    is_number = isinstance(read, int | float) and not isinstance(read, bool)
    if (compare == "in") != (upto is not None):
        raise Unclear(f"expected a range such as `in 2 to 8` after `in`, and nowhere else; received {value!r}")
    if not is_number and (number or compare not in ("=", "!=")):
        raise Unclear(f"expected a number after {compare}; received {value!r}")
    return {"compare": compare, "value": read, "upto": None if upto is None else float(upto)}


def _value(text: str) -> Any:
    """A value as JSON writes it; else the word itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _words(compared: Mapping[str, Any]) -> tuple[Compare, Any, float | None]:
    return compared["compare"], compared["value"], compared["upto"]


def _layers(known: Known, found: Mapping[str, str]) -> Condition:
    compared = _compared(found)
    layer = known.layer(found["node"])
    return LayersCheck(layer=layer, text=f"The network has {counted(*_words(compared), f'{layer} layer')}.", **compared)


def _wire(known: Known, found: Mapping[str, str]) -> Condition:
    source, target = known.node(found["node"]), known.node(found["target"])
    return WireCheck(source=source, target=target, text=f"A wire leads from {source} to {target}.")


def _connected(known: Known, found: Mapping[str, str]) -> Condition:
    node = known.node(found["node"])
    return ConnectedCheck(node=node, text=f"{node} lies on a way from an Input to the end of the network.")


def _field(known: Known, found: Mapping[str, str]) -> Condition:
    compared = _compared(found, number=False)
    node, param = known.node(found["node"]), known.param(found["node"], found["param"])
    return FieldCheck(node=node, param=param, text=f"{param} of {node} is {amount(*_words(compared))}.", **compared)


def _setting(_: Known, found: Mapping[str, str]) -> Condition:
    name = _one_of(SETTINGS, found["param"], "a setting of the training")
    compared = _compared(found, number=name not in WORDS)
    return SettingCheck(setting=name, text=f"{name} is {amount(*_words(compared))}.", **compared)


def _shape(known: Known, found: Mapping[str, str]) -> Condition:
    node, shape = known.node(found["node"]), tuple(int(size) for size in re.split(r"\s*x\s*", found["value"]))
    return ShapeCheck(node=node, shape=shape, text=f"What leaves {node} has the shape {' × '.join(map(str, shape))}.")


def _parameters(known: Known, found: Mapping[str, str]) -> Condition:
    compared = _compared(found)
    node = None if found["node"] is None else known.node(found["node"])
    text = f"{node or 'The network'} has {counted(*_words(compared), 'parameter')}."
    return ParametersCheck(node=node, text=text, **compared)


def _problems(_: Known, found: Mapping[str, str]) -> Condition:
    compared = _compared(found)
    return ProblemsCheck(text=f"Layerloom finds {counted(*_words(compared), 'problem')}.", **compared)


def _runs(_: Known, found: Mapping[str, str]) -> Condition:
    compared = _compared(found)
    stage: Any = found["node"]
    if compared == {"compare": ">=", "value": 1, "upto": None}:
        words = {"started": "A run was started.", "paused": "A run is paused.", "finished": "A run has finished."}[stage]
    else:
        words = f"{counted(*_words(compared), 'run').capitalize()} {stage}."
    return RunsCheck(stage=stage, text=words, **compared)


def _metric(_: Known, found: Mapping[str, str]) -> Condition:
    compared = _compared(found)
    return MetricCheck(metric=found["node"], text=f"{found['node']} of the newest run is {amount(*_words(compared))}.", **compared)


def _gap(_: Known, found: Mapping[str, str]) -> Condition:
    compared, metric = _compared(found), found["node"]
    return GapCheck(metric=metric, text=f"{metric} and val_{metric} of the newest run lie {amount(*_words(compared))} apart.", **compared)


def _form(form: str, such_as: str, pattern: str, make: Callable[[Known, Mapping[str, str]], Any]) -> Form:
    return Form(form, such_as, re.compile(pattern + r"\s*$"), make)


CHECKS: Mapping[str, Form] = {
    "layers": _form("layers CLASS COMPARE NUMBER", "layers Dense >= 1", rf"layers\s+{NODE}\s+{COMPARISON}", _layers),
    "wire": _form("wire NODE to NODE", "wire Input to Dense", rf"wire\s+{NODE}\s+to\s+(?P<target>\w+)", _wire),
    "connected": _form("connected NODE", "connected Dense", rf"connected\s+{NODE}", _connected),
    "field": _form("field NODE NAME COMPARE VALUE", "field Dense units = 4", rf"field\s+{NODE}\s+(?P<param>\w+)\s+{COMPARISON}", _field),
    "setting": _form("setting NAME COMPARE VALUE", "setting epochs >= 20", rf"setting\s+(?P<param>\w+)\s+{COMPARISON}", _setting),
    "shape": _form("shape NODE = SIZES", "shape Conv2D = 26 x 26 x 16", rf"shape\s+{NODE}\s+=\s+(?P<value>\d+(?:\s*x\s*\d+)*)", _shape),
    "parameters": _form(
        "parameters COMPARE NUMBER, or parameters of NODE COMPARE NUMBER",
        "parameters <= 5000",
        rf"parameters(?:\s+of\s+{NODE})?\s+{COMPARISON}",
        _parameters,
    ),
    "problems": _form("problems COMPARE NUMBER", "problems = 0", rf"problems\s+{COMPARISON}", _problems),
    "runs": _form(
        "runs started, paused or finished COMPARE NUMBER",
        "runs finished >= 1",
        rf"runs\s+(?P<node>started|paused|finished)\s+{COMPARISON}",
        _runs,
    ),
    "metric": _form("metric NAME COMPARE NUMBER", "metric val_accuracy >= 0.9", rf"metric\s+{NODE}\s+{COMPARISON}", _metric),
    "gap": _form("gap METRIC COMPARE NUMBER", "gap loss >= 0.3", rf"gap\s+{NODE}\s+{COMPARISON}", _gap),
}

SHOWS: Mapping[str, Form] = {
    "layer": _form(
        "layer CLASS",
        "layer Dense",
        rf"layer\s+{NODE}",
        lambda known, found: ShowLayer(layer=known.layer(found["node"]), text=f"the layer {found['node']} in the palette"),
    ),
    "node": _form(
        "node NODE",
        "node Dense",
        rf"node\s+{NODE}",
        lambda known, found: ShowNode(node=known.node(found["node"]), text=f"{found['node']} on the canvas"),
    ),
    "field": _form(
        "field NODE NAME",
        "field Dense units",
        rf"field\s+{NODE}\s+(?P<param>\w+)",
        lambda known, found: ShowField(
            node=known.node(found["node"]), param=known.param(found["node"], found["param"]), text=f"the field {found['param']} of {found['node']}"
        ),
    ),
    "setting": _form(
        "setting NAME",
        "setting epochs",
        r"setting\s+(?P<param>\w+)",
        lambda _, found: ShowSetting(
            setting=_one_of(SETTINGS, found["param"], "a setting of the training"), text=f"the setting {found['param']}, under Training"
        ),
    ),
    "chart": _form(
        "chart METRIC",
        "chart loss",
        rf"chart\s+{NODE}",
        lambda _, found: ShowChart(metric=found["node"], text=f"the curves of {found['node']}, on the page of the run"),
    ),
}


def check(line: str, known: Known) -> Condition:
    """A condition, from what follows `check`; a sentence of the writer's own may stand behind a bar. Raises Unclear."""
    written, _, own = line.partition("|")
    trained = written.split(maxsplit=1)[:1] == ["trained"]
    text = written.split(maxsplit=1)[1] if trained and len(written.split()) > 1 else written
    found: Condition = _read(CHECKS, text.strip(), known)
    if trained and found.kind not in ("layers", "wire", "connected", "field", "setting"):
        raise Unclear(f"expected layers, wire, connected, field or setting after trained; received {text.strip()!r}")
    words = own.strip() or (f"In the newest run: {found.text}" if trained else found.text)
    return found.model_copy(update={"trained": trained, "text": words})


def show(line: str, known: Known) -> Target:
    """A target, from what follows `show`. Raises Unclear."""
    name: Any = " ".join(line.split())
    if name in CONTROLS:
        return ShowControl(control=name, text=CONTROLS[name])
    if name.partition(" ")[0] not in SHOWS:
        raise Unclear(f"expected {', '.join(form.form for form in SHOWS.values())}, or one of {', '.join(CONTROLS)}; received {name!r}")
    target: Target = _read(SHOWS, name, known)
    return target


def _read(forms: Mapping[str, Form], text: str, known: Known) -> Any:
    form = forms.get(text.split(maxsplit=1)[0] if text else "")
    if form is None:
        raise Unclear(f"expected one of {', '.join(forms)}; received {text!r}")
    found = form.pattern.match(text)
    if found is None:
        raise Unclear(f"expected {form.form}, such as `{form.such_as}`; received {text!r}")
    try:
        return form.make(known, found.groupdict())
    except ValidationError as error:
        raise Unclear(f"expected {form.form} of usual size; received {text[:60]!r}") from error


def _one_of(names: tuple[Any, ...], name: str, what: str) -> Any:
    if name not in names:
        raise Unclear(f"expected {what} ({', '.join(names)}); received {name!r}")
    return name
