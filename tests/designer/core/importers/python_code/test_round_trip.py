"""What the code writer writes, read back: the same nodes under the same names, and written again the same text."""

from __future__ import annotations

import pytest

from designer.core import catalog, gallery
from designer.core.codegen.script import write_script
from designer.core.document import Document
from designer.core.importers.python_code import read
from designer.core.plan import plan
from tests.designer.core.block_cases import document, node, residual, wires
from tests.designer.core.layer_cases import CASES
from tests.designer.core.operation_cases import OPERATIONS
from training.core.datasets import registry

KNOWN = catalog.load()
TEMPLATES = {template.name: template.document for template in gallery.templates()}


def written(document: Document) -> str:
    data = registry.find(document.training.dataset) if document.training.dataset else None
    return write_script(plan(document, KNOWN), document, data, KNOWN).text


def assert_same(document: Document) -> Document:
    text = written(document)
    (found,) = read("script.py", text.encode(), KNOWN).documents
    assert [node.id for node in found.nodes if node.id not in {other.id for other in document.nodes}] == []
    assert sorted(map(str, found.edges)) == sorted(map(str, document.edges))
    assert {name: len(block.nodes) for name, block in found.blocks.items()} == {name: len(block.nodes) for name, block in document.blocks.items()}
    assert written(found) == text
    return found


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_written_as_code_reads_back(name: str) -> None:
    assert_same(TEMPLATES[name])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", range(4))
def test_every_layer_written_as_code_reads_back(part: int) -> None:
    for name in sorted(CASES)[part::4]:
        assert_same(CASES[name].document())


@pytest.mark.filterwarnings("ignore")
def test_every_operation_written_as_code_reads_back() -> None:
    for name in sorted(OPERATIONS):
        assert_same(OPERATIONS[name].document())


def test_blocks_in_loops_shared_blocks_and_formulas_read_back() -> None:
    nodes = [
        node("image", "Input", shape=[6]),
        node("wide", "Dense", units=4),
        node("chain", "block.residual", units=4, repeat=3),
        node("tower", "block.tower", units=5),
        node("again", "block.tower", shares="tower"),
        node("mixed", "Formula", expression="x * 0.5 + sigmoid(y)"),
    ]
    edges = wires(
        *(("image", "wide"), ("wide", "chain", "x"), ("chain", "tower", "x"), ("wide", "again", "x")),
        *(("tower", "mixed"), ("again", "mixed", "inputs", 1)),
    )
    blocks = {"residual": residual(), "tower": residual(nested=True, help="A tower.")}
    blocks["residual"]["nodes"][2]["config"]["units"] = blocks["tower"]["nodes"][2]["config"]["units"] = 4
    found = assert_same(document(nodes, edges, blocks))
    assert [(each.layer, each.repeat, each.shares) for each in found.nodes][2:5] == [
        ("block.residual", 3, None),
        ("block.tower", 1, None),
        ("block.tower", 1, "tower"),
    ]
    assert found.blocks["tower"].help == "A tower."
    assert found.blocks["residual"].nodes[1].config["units"] == {"$expr": "2 * units"}
