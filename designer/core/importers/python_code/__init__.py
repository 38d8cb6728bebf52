"""Programs that build Keras networks -> documents: .py files, notebooks and pasted text, followed without being run."""

from __future__ import annotations

from designer.core.importers.python_code.program import read, read_typed

__all__ = ["read", "read_typed"]
