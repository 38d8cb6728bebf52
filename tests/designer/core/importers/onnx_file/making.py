"""Tiny ONNX files, and the comparison of what is read of them with what onnxruntime answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from designer.core import catalog
from designer.core.build import build
from designer.core.document import Document
from designer.core.importers import read
from designer.core.importers.imported import Imported
from designer.core.plan import plan

KINDS = {"float": TensorProto.FLOAT, "int": TensorProto.INT64}
Shape = Sequence[int | str | None]


def noise(*shape: int, seed: int = 0, scale: float = 0.3) -> np.ndarray:
    return (np.random.default_rng([seed, *shape]).standard_normal(shape) * scale).astype("float32")


def node(kind: str, inputs: str, outputs: str, **attributes: Any) -> onnx.NodeProto:
    """An operator: its inputs and outputs with blanks between, - for one that is not given."""
    taken, given = (["" if name == "-" else name for name in text.split()] for text in (inputs, outputs))
    return helper.make_node(kind, taken, given, **attributes)


def file(
    nodes: Sequence[onnx.NodeProto],
    inputs: Mapping[str, Shape],
    outputs: Sequence[str],
    constants: Mapping[str, Any] | None = None,
    *,
    opset: int = 17,
    kinds: Mapping[str, str] | None = None,
) -> bytes:
    """An ONNX file."""
    given = [helper.make_tensor_value_info(name, KINDS[(kinds or {}).get(name, "float")], shape) for name, shape in inputs.items()]
    taken = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    arrays = [numpy_helper.from_array(np.asarray(array), name) for name, array in (constants or {}).items()]
    graph = helper.make_graph(list(nodes), "tiny", given, taken, arrays)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="tests")
    model.ir_version = 8
    data: bytes = model.SerializeToString()
    return data


def built(document: Document, found: Imported) -> keras.Model:
    """The model of what was read, with its weights."""
    model = build(plan(document, catalog.load()))
    weights = found.weights[document.weights.digest] if document.weights else {}
    for name, arrays in weights.items():
        model.get_layer(name).set_weights(list(arrays))
    return model


def compared(data: bytes, arrays: Mapping[str, np.ndarray], *, layers: Sequence[str] | None = None, tolerance: float = 1e-4) -> Imported:
    """Read a file and compare what comes out with onnxruntime's answer; `layers` are those that must have been drawn."""
    found = read("tiny.onnx", data)
    document = found.documents[0]
    assert [note.message for note in found.report if note.kind == "unread"] == []
    if layers is not None:
        assert [placed.layer for placed in document.nodes] == list(layers)
    model = built(document, found)
    expected = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"]).run(None, dict(arrays))
    answers = model(feeds(document, arrays), training=False)
    for answer, wanted in zip(answers if isinstance(answers, list | tuple) else [answers], expected, strict=True):
        given = keras.ops.convert_to_numpy(answer)
        if given.shape != wanted.shape:
            given = np.moveaxis(given, -1, 1)
        assert given.shape == wanted.shape
        np.testing.assert_allclose(given, wanted, atol=tolerance, rtol=1e-3)
    return found


def feeds(document: Document, arrays: Mapping[str, np.ndarray]) -> Any:
    """The arrays in the order of the inputs, with their axes as the Input nodes have them."""
    found = []
    for placed in document.nodes:
        if placed.layer == "Input":
            array = arrays[placed.id]
            shape: Any = placed.config["shape"]
            order = next(order for order in _orders(array.ndim) if _fits([array.shape[axis] for axis in order][1:], shape))
            found.append(array.transpose(order))
    return found[0] if len(found) == 1 else found


def _orders(rank: int) -> list[tuple[int, ...]]:
    return [tuple(range(rank)), (0, *range(2, rank), *([1] if rank > 1 else [])), (1, 0, *range(2, rank))]


def _fits(sizes: Sequence[int], shape: Sequence[int | None]) -> bool:
    return len(sizes) == len(shape) and all(own in (None, size) for size, own in zip(sizes, shape, strict=True))
