"""Networks with a Python layer, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from designer.core.catalog import load
from designer.core.document import Document

from .making import make_chain

SCALED = next(str(param.start) for param in load().layers["Python"].params if param.name == "source")
PLAIN = "class Own(layers.Layer):\n    def call(self, inputs):\n        {line}\n        return inputs"


def own(line: str) -> str:
    """A class whose call does something first."""
    return PLAIN.format(line=line)


def writing(path: Path) -> str:
    """A class that writes a file when it is executed, made, built or called."""
    write = f'__import__("pathlib").Path({str(path)!r}).write_text("executed")'
    return (
        f"class Writing(layers.Layer):\n    {write}\n\n    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n        {write}\n\n"
        f"    def build(self, shape):\n        {write}\n\n    def call(self, inputs):\n        {write}\n        return inputs"
    )


def python_network(source: Any = SCALED, config: dict[str, Any] | None = None, **more: Any) -> Document:
    """Four numbers, a Python layer, three classes."""
    return make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("scaled", "Python", {"source": source, **(config or {})}),
        ("dense", "Dense", {"units": 3, "activation": "softmax"}),
        **more,
    )
