"""Reads programs, for the tests of this folder."""

from __future__ import annotations

import textwrap
from typing import Any

from designer.core import catalog
from designer.core.document import Document
from designer.core.importers.imported import Imported
from designer.core.importers.python_code import read


def read_text(text: str, name: str = "program.py") -> Imported:
    """What is read of a program that is written in a test."""
    return read(name, textwrap.dedent(text).encode(), catalog.load())


def network(text: str) -> Document:
    """The one network of a program."""
    (document,) = read_text(text).documents
    return document


def layers(document: Document) -> list[tuple[str, dict[str, Any]]]:
    """Each node's layer and config."""
    return [(node.layer, dict(node.config)) for node in document.nodes]


def wires(document: Document) -> list[str]:
    """Each wire, as 'from>to.port'; outputs behind the first have their number."""
    return [
        f"{edge.source[0]}{f'.{edge.source[1]}' if edge.source[1] else ''}>{edge.target[0]}"
        + ("" if edge.target[1] == "inputs" else f".{edge.target[1]}")
        for edge in document.edges
    ]
