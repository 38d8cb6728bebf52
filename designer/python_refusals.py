"""Tasks that would have to execute a Python layer answer with a sentence instead: only a training executes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from designer.answers import Refusal
from designer.core.problems import Problem
from designer.core.stated import PythonRefused


@contextmanager
def refusing_python() -> Iterator[None]:
    """PythonRefused inside is a refusal; to be put around a task."""
    try:
        yield
    except PythonRefused as error:
        raise Refusal(Problem(code="python_layer", node=error.call, message=str(error))) from error
