"""What a training ran on: the same versions give the same numbers."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import keras

from designer.core.backends import DEFAULT, PACKAGES, TITLES


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide about numbers; TensorFlow reads pictures on every back end."""
    packages = {"Keras": ("keras",), **{TITLES[name]: PACKAGES[name] for name in (keras.backend.backend(), DEFAULT)}, "NumPy": ("numpy",)}
    return {"Python": platform.python_version()} | {title: found for title, names in packages.items() if (found := _version(names))}


def platform_of(devices: str) -> str:
    """What a training runs on, for a person: "Keras 3.15.1 on JAX 0.10.2, CPU"."""
    name = keras.backend.backend()
    return f"Keras {keras.__version__} on {TITLES[name]} {_version(PACKAGES[name])}, {devices}"


def _version(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return ""
