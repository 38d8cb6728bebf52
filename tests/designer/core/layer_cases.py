"""A small working network around each layer of the catalogue, for tests that run over all of them.

`CASES` maps every layer that can be drawn to a case: its config, and what arrives at its ports. Rows name only what cannot be taken from
the rank in a layer's name, its family or its required parameters, so a layer that a new Keras brings often needs no row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from designer.core import catalog
from designer.core.catalog import LayerSpec
from designer.core.document import Document, parse


@dataclass(frozen=True)
class Arrival:
    """A tensor, without its batch axis."""

    shape: tuple[int, ...]
    dtype: str = "float32"


@dataclass(frozen=True)
class LayerCase:
    """A layer with a config that works and what arrives at each port."""

    layer: str
    config: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, tuple[Arrival, ...]] = field(default_factory=dict)
    call: dict[str, Any] = field(default_factory=dict)

    @property
    def node_id(self) -> str:
        """The id of the layer's node in the document."""
        return "subject"

    def document(self) -> Document:
        """The network: an Input for each arrival, and the layer behind them; two layers behind it where it is an Input itself."""
        nodes: list[dict[str, Any]] = []
        edges: list[dict[str, Any]] = []
        if catalog.load().layers[self.layer].is_input:
            nodes = [{"id": name, "layer": "Flatten"} for name in ("behind", "beside")]  # two, for a Sequential would not count its Input as a layer
            edges = [{"from": [self.node_id, 0], "to": [node["id"], "inputs", 0]} for node in nodes]
        for port, arrivals in self.inputs.items():
            for place, arrival in enumerate(arrivals):
                name = f"{port}_{place}"
                nodes.append({"id": name, "layer": "Input", "config": {"shape": list(arrival.shape), "dtype": arrival.dtype}})
                edges.append({"from": [name, 0], "to": [self.node_id, port, place]})
        return parse({"nodes": [*nodes, {"id": self.node_id, "layer": self.layer, "config": self.config, "call": self.call}], "edges": edges})


VECTOR = Arrival((6,))
STEPS = Arrival((5, 3))
SIGNAL = Arrival((12, 3))
IMAGE = Arrival((12, 12, 3))
VOLUME = Arrival((6, 6, 6, 2))
TOKENS = Arrival((5,), "int32")
WORDS = Arrival((1,), "string")
CLASSES = Arrival((1,), "int32")

BY_RANK = {"1": SIGNAL, "2": IMAGE, "3": VOLUME}
BY_FAMILY = {"Image preprocessing": IMAGE, "Image augmentation": IMAGE, "Recurrent": STEPS}
BY_PARAM: dict[str, Any] = {
    "units": 4, "filters": 4, "kernel_size": 3, "pool_size": 2, "output_size": 2, "rate": 0.5, "stddev": 0.1, "factor": 0.2, "height": 8, "width": 8,
    "height_factor": 0.1, "width_factor": 0.1, "scale": 0.5, "num_bins": 4, "input_dim": 10, "output_dim": 4, "n": 3, "activation": "relu",
    "shape": [6],
}  # fmt: skip


def _serialized(name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": name, "config": config}


CONFIGS: dict[str, dict[str, Any]] = {
    "Bidirectional": {"layer": _serialized("LSTM", units=3)},
    "CategoryEncoding": {"num_tokens": 4},
    "Discretization": {"bin_boundaries": [0.0, 1.0]},
    "Dot": {"axes": 1},
    "EinsumDense": {"equation": "ab,bc->ac", "output_shape": [4]},
    "GroupNormalization": {"groups": 3},
    "GroupQueryAttention": {"head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 2},
    "IntegerLookup": {"vocabulary": [3, 5, 8]},
    "MelSpectrogram": {"fft_length": 256, "sequence_stride": 128, "num_mel_bins": 16},
    "MultiHeadAttention": {"num_heads": 2, "key_dim": 3},
    "Normalization": {"mean": 0.5, "variance": 2.0},
    "Permute": {"dims": [2, 1]},
    "Pipeline": {"layers": [_serialized("Rescaling", scale=0.5), _serialized("RandomFlip")]},
    "RNN": {"cell": _serialized("GRUCell", units=4)},
    "RandomCrop": {"height": 8, "width": 8, "seed": 1},  # without a seed it draws one and keeps it in its config
    "RandomPosterization": {"factor": 4},
    "Reshape": {"target_shape": [3, 2]},
    "STFTSpectrogram": {"frame_length": 64, "frame_step": 32},
    "SpectralNormalization": {"layer": _serialized("Dense", units=4)},
    "StringLookup": {"vocabulary": ["a", "b"]},
    "TextVectorization": {"vocabulary": ["a", "b"], "output_sequence_length": 4},
    "TimeDistributed": {"layer": _serialized("Dense", units=4)},
}
INPUTS: dict[str, tuple[Arrival, ...]] = {
    "AdditiveAttention": (STEPS, STEPS),
    "Attention": (STEPS, STEPS),
    "CategoryEncoding": (Arrival((3,), "int32"),),
    "ConvLSTM1D": (Arrival((4, 8, 2)),),
    "ConvLSTM2D": (Arrival((3, 6, 6, 2)),),
    "ConvLSTM3D": (Arrival((2, 4, 4, 4, 1)),),
    "Embedding": (TOKENS,),
    "HashedCrossing": (CLASSES, CLASSES),
    "Hashing": (WORDS,),
    "IntegerLookup": (CLASSES,),
    "Masking": (STEPS,),
    "MelSpectrogram": (Arrival((2048,)),),
    "Permute": (STEPS,),
    "ReversibleEmbedding": (TOKENS,),
    "STFTSpectrogram": (Arrival((256, 1)),),
    "StringLookup": (WORDS,),
    "TextVectorization": (WORDS,),
}
_RANK = re.compile(r"(\d)D")


def _case(spec: LayerSpec) -> LayerCase:
    required = {param.name: BY_PARAM[param.name] for param in spec.params if param.required and param.name in BY_PARAM}
    return LayerCase(spec.name, CONFIGS.get(spec.name, required), _arrivals(spec))


def _arrivals(spec: LayerSpec) -> dict[str, tuple[Arrival, ...]]:
    rank = _RANK.search(spec.name)
    usual = BY_RANK[rank[1]] if rank else STEPS if len(spec.inputs) > 1 else BY_FAMILY.get(spec.family, VECTOR)
    given = {port.name: (usual,) * port.minimum for port in spec.inputs if port.required}
    return {**given, "inputs": INPUTS[spec.name]} if spec.name in INPUTS else given


CASES: dict[str, LayerCase] = {
    name: _case(spec) for name, spec in catalog.load().layers.items() if spec.kind in {"layer", "input"} and not spec.unavailable
}
"""By the layer's name."""
