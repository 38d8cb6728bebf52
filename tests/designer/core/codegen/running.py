"""Runs written code, which only tests do, and compares what it makes with what the builder makes."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from designer.core.adapting import learning_calls
from designer.core.build import build, deep_recursion
from designer.core.catalog import load
from designer.core.codegen.script import Script, write_script
from designer.core.data import DataSpec
from designer.core.document import Document
from designer.core.plan import plan

WORDS = np.array(["a", "b", "c"])


def write(document: Document, data: DataSpec | None = None, *, shapes: bool = False) -> Script:
    """The script of a document."""
    return write_script(plan(document, load()), document, data, load(), shapes=shapes)


def run_model(script: Script) -> keras.Model:
    """What the parts of a script that come before training make, as in a fresh process."""
    keras.utils.clear_session(free_memory=False)
    policy = keras.config.dtype_policy()
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        for part in script.parts:
            if part.title in {"Setup", "Model"}:
                with deep_recursion():  # takes back what a script of a deep network sets
                    exec("\n".join(part.lines), names)
    finally:
        keras.config.set_dtype_policy(policy)
    model = names["model"]
    assert isinstance(model, keras.Model)
    return model


def assert_same_model(document: Document, script: Script) -> None:
    """The written code makes the builder's model: an equal config, and equal outputs for equal weights."""
    planned = plan(document, load())
    built = build(planned)
    written = run_model(script)
    assert type(written) is type(built)
    assert written.get_config() == built.get_config()
    assert [weight.path for weight in written.weights] == [weight.path for weight in built.weights]
    if learning_calls(planned):
        return  # their layers say nothing before they saw data
    written.set_weights(built.get_weights())
    given = [values_for(tensor) for tensor in built.inputs]
    for theirs, ours in zip(outputs(written, given), outputs(built, given), strict=True):
        np.testing.assert_array_equal(theirs, ours)


def values_for(tensor: Any) -> Any:
    """A batch of two for an input, the same every time."""
    numbers = np.random.default_rng(7)
    shape = (2, *(size or 3 for size in tensor.shape[1:]))
    if tensor.dtype == "string":
        return keras.ops.convert_to_tensor(numbers.choice(WORDS, shape))
    if "int" in tensor.dtype or tensor.dtype == "bool":
        return numbers.integers(0, 2, shape).astype(tensor.dtype)
    return numbers.random(shape).astype(tensor.dtype)


def outputs(model: keras.Model, given: list[Any]) -> list[Any]:
    """What a model says of a batch, as arrays."""
    return [np.asarray(tensor) for tensor in keras.tree.flatten(model(given[0] if len(given) == 1 else given, training=False))]
