"""What a training ran on: the same versions give the same numbers."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = {"Keras": ("keras",), "TensorFlow": ("tensorflow-cpu", "tensorflow"), "NumPy": ("numpy",)}


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide about numbers."""
    return {"Python": platform.python_version()} | {title: found for title, names in PACKAGES.items() if (found := _version(names))}


def _version(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return ""
