"""Whatever a document holds, the analysis answers: documents made up by Hypothesis, and sound ones with something changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.core.analyse import analyse
from designer.core.catalog import load
from designer.core.document import MalformedDocument, parse
from designer.core.problem_codes import CODES
from tests.designer.core.patching import apply_patch

from .layer_cases import CASES
from .making import make_data

CATALOG = load()
LAYERS = sorted(CATALOG.layers)
IDS = [f"n{number}" for number in range(6)]
SCALARS = st.none() | st.booleans() | st.integers(-5, 40) | st.sampled_from([2**31, 2**53, 1e300, -0.5]) | st.floats(-3, 3) | st.sampled_from(
    ["relu", "same", "valid", "channels_first", "float32", "/etc/passwd", "", "l2", "{name}"]
)  # fmt: skip
OBJECTS = st.fixed_dictionaries({"class_name": st.sampled_from(["Dense", "LSTM", "LSTMCell", "L2", "Constant", "Lambda"]), "config": st.dictionaries(
    st.sampled_from(["units", "value", "layer", "function"]), SCALARS, max_size=2)})  # fmt: skip
VALUES = st.recursive(SCALARS | OBJECTS, lambda inner: st.lists(inner, max_size=4), max_leaves=5)


@st.composite
def nodes(draw: st.DrawFn, node_id: str) -> dict[str, Any]:
    layer = draw(st.sampled_from(LAYERS))
    names = [param.name for param in CATALOG.layers[layer].params] or ["units"]
    config = dict(CASES[layer].config) if layer in CASES and draw(st.booleans()) else {}
    config |= draw(st.dictionaries(st.sampled_from([*names, "nonsense"]), VALUES, max_size=3))
    return {"id": node_id, "layer": layer, "config": config}


@st.composite
def edges(draw: st.DrawFn) -> dict[str, Any]:
    port = draw(st.sampled_from(["inputs", "query", "value", "initial_state"]))
    return {"from": [draw(st.sampled_from(IDS)), draw(st.integers(0, 2))], "to": [draw(st.sampled_from(IDS)), port, draw(st.integers(0, 2))]}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    made = [draw(nodes(name)) for name in IDS[: draw(st.integers(0, len(IDS)))]]
    return {"nodes": made, "edges": draw(st.lists(edges(), max_size=8)), "training": {"dataset": draw(st.sampled_from([None, "made"]))}}


def check(data: dict[str, Any]) -> None:
    try:
        document = parse(data)
    except MalformedDocument:
        return
    spec = make_data() if document.training.dataset else None
    analysis = analyse(document, data=spec)
    analysis.model_dump_json()
    assert {problem.code for problem in analysis.problems} <= set(CODES)
    known = {node.id for node in document.nodes}
    assert {problem.node for problem in analysis.problems} <= known | {None}
    assert not any("\x1b" in problem.message or "layerloom_node" in problem.message for problem in analysis.problems)
    for problem in analysis.problems:
        for fix in problem.fixes:
            apply_patch(document, fix.patch)


QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], derandomize=True)


@pytest.mark.filterwarnings("ignore")
@given(documents())
@QUIET
def test_any_document_is_answered(data: dict[str, Any]) -> None:
    check(data)


@pytest.mark.filterwarnings("ignore")
@given(st.sampled_from(sorted(CASES)), st.data())
@QUIET
def test_a_sound_network_with_something_changed_is_answered(name: str, data: st.DataObject) -> None:
    document = CASES[name].document().to_json()
    node = data.draw(st.sampled_from(document["nodes"]))
    params = [param.name for param in CATALOG.layers[node["layer"]].params] or ["units"]
    node["config"][data.draw(st.sampled_from(params))] = data.draw(VALUES)
    if document["edges"] and data.draw(st.booleans()):
        document["edges"].pop(data.draw(st.integers(0, len(document["edges"]) - 1)))
    check(document)
