"""The formats: what they are called, how their files end, which module writes and runs them, how far they may answer otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

FormatName: TypeAlias = Literal["keras", "h5", "weights", "savedmodel", "onnx", "litert", "litert_int8", "tfjs"]


@dataclass(frozen=True)
class Format:
    """A format. Its module is imported when it is asked for: converters and runtimes are large."""

    title: str
    suffix: str
    module: str
    write: str = "write"
    run: str = "run"
    is_exact: bool = True  # a file that answers otherwise is refused


FORMATS: Mapping[FormatName, Format] = {
    "keras": Format("Keras", ".keras", "keras_files"),
    "h5": Format("Keras HDF5", ".h5", "keras_files"),
    "weights": Format("Weights", ".weights.h5", "keras_files", "write_weights", "run_weights"),
    "savedmodel": Format("SavedModel", ".savedmodel.zip", "saved_model"),
    "onnx": Format("ONNX", ".onnx", "onnx_file"),
    "litert": Format("LiteRT", ".tflite", "litert"),
    "litert_int8": Format("LiteRT, 8 bits", ".int8.tflite", "litert", "write_int8", is_exact=False),
    "tfjs": Format("TensorFlow.js", ".tfjs.zip", "tfjs"),
}
assert set(FORMATS) == set(get_args(FormatName))  # noqa: S101
