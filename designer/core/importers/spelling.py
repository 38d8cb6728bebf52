"""Names of classes as Keras writes them in small letters, without Keras."""

from __future__ import annotations

import re


def snake_case(name: str) -> str:
    """MaxPooling2D as max_pooling2d: what Keras's files call a layer of that class."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
