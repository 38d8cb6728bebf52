"""ONNX, through tf2onnx."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import tensorflow as tf
import tf2onnx
from onnx import ModelProto, numpy_helper
from tf2onnx.handler import tf_op

from designer.core.exporters.exported import CannotExport
from designer.core.exporters.serving import Arrays, Serving

OPSET = 18
BYTES_A_PARAMETER = 160  # that tf2onnx holds at its peak; networks of 4 and 36 million parameters took 185 to 207
VERIFIED = f"run by ONNX Runtime {onnxruntime.__version__}"


@tf_op("Erfc")
class _Erfc:
    """1 - erf(x), which gelu is made of and tf2onnx does not know."""

    @classmethod
    def version_9(cls, ctx: Any, node: Any, **_: Any) -> None:
        shapes, dtypes = node.output_shapes, node.output_dtypes
        ctx.remove_node(node.name)
        erf = ctx.make_node("Erf", node.input, name=f"{node.name}_erf")
        one = ctx.make_const(f"{node.name}_one", np.ones((), tf2onnx.utils.map_onnx_to_numpy_type(dtypes[0])))
        ctx.make_node("Sub", [one.output[0], erf.output[0]], name=node.name, outputs=node.output, shapes=shapes, dtypes=dtypes)


def write(serving: Serving, path: Path, samples: Arrays) -> tuple[str, ...]:
    """Write the file; its inputs and outputs bear the names of the layers, its batch is of any size."""
    _refuse_too_large(serving.model.count_params())
    function = tf.function(serving.function(), input_signature=serving.signature())
    proto, _ = tf2onnx.convert.from_function(function, input_signature=serving.signature(), opset=OPSET)
    _keep_constants(proto, function.get_concrete_function())
    _name_batch(proto, serving)
    proto.producer_name = "Layerloom"
    onnx.save_model(proto, path)
    return (f"Opset {OPSET}. Inputs: {', '.join(serving.inputs)}; outputs: {', '.join(serving.outputs)}.",)


def _refuse_too_large(parameters: int) -> None:
    """Say at once that the memory of this process will not do, for it would take minutes to run out of it."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_DATA)
    needed = parameters * BYTES_A_PARAMETER
    if allowed not in (resource.RLIM_INFINITY, -1) and needed > allowed:
        message = f"Turning {parameters:,} parameters into ONNX takes about {needed / 1e9:.0f} GB of memory; here it may take {allowed / 1e9:.0f} GB."
        raise CannotExport(f"{message} Take .keras or SavedModel and convert it on a larger machine.")


def run(serving: Serving, path: Path, samples: Arrays) -> list[np.ndarray]:
    """What the file says of samples."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return list(session.run(list(serving.outputs), dict(zip(serving.inputs, samples, strict=True))))


def _keep_constants(proto: ModelProto, concrete: Any) -> None:
    """Arrays that a layer holds without calling them variables (Normalization's mean) become constants: tf2onnx takes them for inputs."""
    values = {inner.name: outer for outer, inner in concrete.graph.captures if outer.dtype != tf.resource}
    used = {name for node in proto.graph.node for name in node.input}
    for entry in [entry for entry in proto.graph.input if entry.name in values]:
        if entry.name in used:
            proto.graph.initializer.append(numpy_helper.from_array(values[entry.name].numpy(), entry.name))
        proto.graph.input.remove(entry)


def _name_batch(proto: ModelProto, serving: Serving) -> None:
    for entry in (*proto.graph.input, *proto.graph.output):
        first = entry.type.tensor_type.shape.dim[0] if entry.type.tensor_type.shape.dim else None
        if first is not None and not first.dim_value:
            first.dim_param = "batch"
