"""What Keras may run on. Knows nothing of Keras, so that the web process may ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

Backend: TypeAlias = Literal["tensorflow", "jax", "torch"]

DEFAULT: Backend = "tensorflow"
BACKENDS: tuple[Backend, ...] = get_args(Backend)
TITLES: Mapping[str, str] = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
PACKAGES: Mapping[str, tuple[str, ...]] = {"tensorflow": ("tensorflow-cpu", "tensorflow"), "jax": ("jax",), "torch": ("torch",)}
SPREADING: frozenset[str] = frozenset({"tensorflow", "jax"})
"""Those on which one training may take all GPUs of a machine."""
