"""No file brings a Python layer along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from designer.core import importers
from designer.core.catalog import load
from designer.core.importers.python_code import read_typed
from tests.designer.core.python_cases import SCALED, python_network, writing
from tests.designer.core.test_python_layers import in_a_block


def layers_of(name: str, value: Any) -> tuple[list[str], list[str]]:
    found = importers.read(name, json.dumps(value).encode())
    blocks = [node for document in found.documents for block in document.blocks.values() for node in block.nodes]
    nodes = [node for document in found.documents for node in document.nodes]
    return [node.layer for node in [*nodes, *blocks]], [note.message for note in found.report if note.kind == "unread"]


def test_a_document_of_ours_keeps_its_class_in_a_placeholder(tmp_path: Path) -> None:
    written = tmp_path / "written"
    document = python_network(writing(written))
    found = importers.read("network.json", json.dumps(document.to_json()).encode())
    placeholder = found.documents[0].nodes[1]
    assert (placeholder.id, placeholder.layer) == ("scaled", "Placeholder")
    assert placeholder.config["data"] == {"source": writing(written)}
    [note] = [note for note in found.report if note.kind == "unread"]
    assert (note.node, "not taken over" in note.message) == ("scaled", True)
    assert not written.exists()


def test_a_block_of_ours_too() -> None:
    layers, unread = layers_of("network.json", in_a_block(nested=True).to_json())
    assert layers == ["Input", "block.own", "Input", "Placeholder"]
    assert unread[0].startswith("scaled in the block own stands as a placeholder")


def test_a_model_of_others_that_names_one_gets_a_placeholder() -> None:
    layers = [
        {"class_name": "InputLayer", "config": {"name": "a", "batch_shape": [None, 4]}},
        {"class_name": "Python", "config": {"name": "b", "source": SCALED}},
    ]
    found, _ = layers_of("model.json", {"class_name": "Sequential", "config": {"name": "m", "layers": layers}})
    assert found == ["Input", "Placeholder"]


@pytest.mark.parametrize("made", ["layers.Python(source='class A(Layer): pass')", "layers.Python('class A(Layer): pass')"])
def test_nor_does_a_program(made: str) -> None:
    source = f"import keras\nfrom keras import layers\nmodel = keras.Sequential([keras.Input((4,)), {made}, layers.Dense(2)])\n"
    document = read_typed(source, load()).document
    assert document is None or "Python" not in [node.layer for node in document.nodes]
