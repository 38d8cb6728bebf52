"""A trained model as it is used: inputs and outputs by name, nothing random, ready to be written in another format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import keras
import numpy as np
import tensorflow as tf

from designer.core.exporters.exported import CannotExport

Arrays: TypeAlias = Sequence[np.ndarray]
LONGEST_UNROLLED = 400  # time steps; each becomes operations of its own, and what lies beyond takes minutes to convert


@dataclass(frozen=True)
class Serving:
    """A model with one name for each input and output, in order; `original` is what it was made of."""

    original: keras.Model
    model: keras.Model
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @classmethod
    def of(cls, model: keras.Model) -> Serving:
        """The model as a functional one; its layers are the model's own."""
        functional = keras.Model(model.inputs, model.outputs, name=model.name)
        owners = {id(layer.output): layer.name for layer in functional.layers if isinstance(layer, keras.layers.InputLayer)}
        return cls(model, functional, tuple(owners[id(tensor)] for tensor in functional.inputs), _unique(functional.output_names))

    def answers(self, samples: Arrays) -> list[np.ndarray]:
        """What the model says of samples, an array for each output."""
        return as_list(self.model.predict_on_batch(list(samples) if len(samples) > 1 else samples[0]))

    def signature(self) -> list[tf.TensorSpec]:
        """The inputs as TensorFlow names them."""
        return [tf.TensorSpec(tensor.shape, tensor.dtype, name=name) for tensor, name in zip(self.model.inputs, self.inputs, strict=True)]

    def function(self) -> Callable[..., dict[str, Any]]:
        """The forward pass: tensors in order -> {output: tensor}. Called like this, dropout and augmentation are off, as in `predict`."""

        def serve(*tensors: Any) -> dict[str, Any]:
            answer = self.model(list(tensors) if len(tensors) > 1 else tensors[0], training=False)
            return dict(zip(self.outputs, as_list(answer), strict=True))

        return serve

    @contextmanager
    def saved(self) -> Iterator[Path]:
        """The model as a SavedModel in a folder of its own, from which other formats are made."""
        with TemporaryDirectory() as folder:
            self.save(Path(folder))
            yield Path(folder)

    def save(self, folder: Path) -> None:
        """Write a SavedModel with the endpoint `serve`, which is its signature `serving_default` too."""
        archive = keras.export.ExportArchive()  # finds the endpoint's variables itself; `track` would write each twice, but finds tables of words
        for layer in _all_layers(self.model):
            if layer.built and not layer.variables and not isinstance(layer, keras.Model):
                archive.track(layer)
        archive.add_endpoint("serve", self.function(), input_signature=self.signature())
        archive.write_out(folder, verbose=False)

    def unrolled(self) -> Serving:
        """The same with its recurrent layers written out step by step, for runtimes that have no loops."""
        if not any(_has_loop(layer) for layer in _all_layers(self.model)):
            return self
        pairs: list[tuple[keras.Layer, keras.Layer]] = []

        def unroll(layer: keras.Layer) -> keras.Layer:
            if not isinstance(layer, keras.Layer) or not _has_loop(layer):
                return layer
            _need_few_steps(layer)
            pairs.append((layer, layer.__class__.from_config(_without_loops(layer.get_config()))))
            return pairs[-1][1]

        model = keras.models.clone_model(self.model, clone_function=unroll, recursive=True)
        for old, new in pairs:
            new.set_weights(old.get_weights())
        return Serving(self.original, model, self.inputs, self.outputs)


def as_list(answer: Any) -> list[Any]:
    """One output or several as a list."""
    return list(answer) if isinstance(answer, list | tuple) else list(answer.values()) if isinstance(answer, dict) else [answer]


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names of outputs: a layer that gives several counts them."""
    return tuple(name if names.count(name) == 1 else f"{name}_{names[:place].count(name)}" for place, name in enumerate(names))


def _all_layers(model: keras.Model) -> Iterator[keras.Layer]:
    return (layer for layer in model._flatten_layers(include_self=False))  # noqa: SLF001  # Keras's own walk into layers within layers


def _has_loop(layer: keras.Layer) -> bool:
    return not isinstance(layer, keras.Model) and _holds_loop(layer.get_config())


def _holds_loop(config: Any) -> bool:
    if isinstance(config, dict):
        return config.get("unroll") is False or any(_holds_loop(value) for value in config.values())
    return isinstance(config, list | tuple) and any(_holds_loop(item) for item in config)


def _without_loops(config: Any) -> Any:
    """A layer's config in which it, and every layer within, is unrolled."""
    if isinstance(config, dict):
        return {key: True if key == "unroll" else _without_loops(value) for key, value in config.items()}
    return [_without_loops(item) for item in config] if isinstance(config, list | tuple) else config


def _need_few_steps(layer: keras.Layer) -> None:
    shape = as_list(layer.input)[0].shape
    steps = shape[1] if len(shape) > 1 else None
    if steps is None:
        message = (
            f"{layer.name} has no fixed number of time steps, which this format needs: its loop is written out step by step. Give the Input a length."
        )
        raise CannotExport(message, layer.name)
    if steps > LONGEST_UNROLLED:
        message = (
            f"{layer.name} walks over {steps:,} time steps; in this format they are written out one by one, and {LONGEST_UNROLLED} are the most that "
            "does. Shorten the sequence, or take ONNX or SavedModel, which keep the loop."
        )
        raise CannotExport(message, layer.name)
