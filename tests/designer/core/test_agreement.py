"""Whatever is drawn with blocks, shared layers, operations and masks: what the analysis finds sound is built, and is as it says; nothing else is."""

from __future__ import annotations

import warnings
from typing import Any

import keras
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.core.analyse import analyse
from designer.core.build import build
from designer.core.catalog import load
from designer.core.document import Document, parse
from designer.core.plan import plan

from .block_cases import block, node, wires

KERAS = load()
FLAGS = st.booleans()
AUTOMATIC = ("add", "concatenate", "concatenate_1", "add_1", "not_equal", "multiply", "dense", "dense_1", "cast", "any", "sigmoid", "embedding")
LAYERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Dense", {"units": 3}),
    ("Dense", {"units": 4, "trainable": False}),
    ("Dense", {"units": 4, "activation": "relu", "dtype": "float16"}),
    ("Add", {}),
    ("Concatenate", {}),
    ("Flatten", {}),
    ("LayerNormalization", {}),
    ("LSTM", {"units": 4, "return_sequences": True}),
    ("LSTM", {"units": 4, "return_state": True}),
    ("MultiHeadAttention", {"num_heads": 1, "key_dim": 2}),
    ("Embedding", {"input_dim": 9, "output_dim": 4, "mask_zero": True}),
    ("Masking", {}),
    ("Dropout", {"rate": 0.5}),
    ("GlobalAveragePooling1D", {}),
    ("Identity", {}),
    ("TimeDistributed", {"layer": {"class_name": "Dense", "config": {"units": 4}}}),
    ("ops.add", {"x2": 1}),
    ("ops.add", {}),
    ("ops.concatenate", {"axis": -1}),
    ("ops.split", {"indices_or_sections": 2, "axis": -1}),
    ("ops.cast", {"dtype": "float32"}),
    ("ops.mean", {"axis": 1}),
    ("Formula", {"expression": "x * sigmoid(x)"}),
    ("Formula", {"expression": "x"}),
    ("Formula", {"expression": "x + y"}),
    ("block.tower", {}),
    ("block.tower", {"units": 3}),
    ("block.cell", {}),
    ("block.pair", {}),
)


def blocks(nested: tuple[bool, bool]) -> dict[str, Any]:
    """A tower of two layers with a residual, a cell that is one, and a pair of outputs; the first two nested or not."""
    tower = block(
        [node("x", "Input"), node("dense", "Dense", units={"$expr": "units"}), node("add", "ops.add")],
        wires(("x", "dense"), ("x", "add", "x1"), ("dense", "add", "x2")),
        ["x"],
        ["add"],
        params=[{"name": "units", "default": 4}],
        nested=nested[0],
    )
    cell = block([node("x", "Input"), node("add", "block.tower"), node("d", "Dense", shares="e"), node("e", "Dense", units=4)], wires(
        ("x", "add", "x"), ("add", "d"), ("d", "e")
    ), ["x"], ["e"], nested=nested[1])  # fmt: skip
    pair = block([node("x", "Input"), node("a", "Dense", units=4)], wires(("x", "a")), ["x"], ["x", "a"])
    return {"tower": tower, "cell": cell, "pair": pair}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    nodes = [node("x", "Input", shape=[5, 4]), node("t", "Input", shape=[5], dtype="int32")]
    edges = []
    names = draw(st.lists(st.sampled_from([*AUTOMATIC, *(f"n{place}" for place in range(8))]), min_size=1, max_size=6, unique=True))
    for name in names:
        layer, config = draw(st.sampled_from(LAYERS))
        spec = KERAS.layers.get(layer)
        ports = [port for port in spec.inputs if port.required or port.name in {"x1", "x2"} - config.keys()] if spec else []
        same = [each["id"] for each in nodes if each["layer"] == layer and not each.get("shares")]
        own: dict[str, Any] = {}
        if draw(FLAGS) and same:
            own, config = {"shares": draw(st.sampled_from(same))}, {}
        elif draw(FLAGS) and layer.startswith("block."):
            own = {"repeat": 2}
        before = [each["id"] for each in nodes]
        for port, count in [(port.name, max(port.minimum, 2 if port.many else 1)) for port in ports] or [("x", 1)]:
            for place in range(count):
                output = draw(st.sampled_from([0] * 19 + [1]))
                edges += wires((f"{draw(st.sampled_from(before))}:{output}", name, port, place))
        nodes.append({"id": name, "layer": layer, "config": config, **own})
    nested: tuple[bool, bool] = (draw(FLAGS), draw(FLAGS))
    policy = draw(st.sampled_from(["float32", "mixed_bfloat16"]))
    wired = {name for edge in edges for name in (edge["from"][0], edge["to"][0])}
    nodes = [each for each in nodes if each["id"] in wired]
    return parse({"nodes": nodes, "edges": edges, "blocks": blocks(nested), "dtype_policy": policy})


def refusal(document: Document) -> tuple[keras.Model | None, str]:
    try:
        with warnings.catch_warnings(action="ignore"):
            return build(plan(document, KERAS)), ""
    except Exception as error:  # noqa: BLE001
        return None, f"{type(error).__name__}: {error}"


@pytest.mark.filterwarnings("ignore")
@given(documents())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], derandomize=True)
def test_a_network_is_built_exactly_where_the_analysis_finds_no_error(document: Document) -> None:
    analysis = analyse(document)
    errors = [problem.message for problem in analysis.problems if problem.severity == "error"]
    model, refused = refusal(document)
    assert (model is None) == bool(errors), (errors, refused)
    if model is None:
        return
    planned = plan(document, KERAS)
    said = [analysis.nodes[name].outputs[index] for name, index in planned.drawn_as]
    assert [(spec.shape, spec.dtype) for spec in said] == [(tuple(output.shape), output.dtype) for output in model.outputs]
    assert analysis.totals.trainable + analysis.totals.non_trainable == model.count_params()
    assert analysis.totals.trainable == sum(weight.shape.num_elements() for weight in model.trainable_weights)
