"""What the code writer writes, read back: the same nodes under the same names, and written again the same text."""

from __future__ import annotations

import pytest

from designer.core import catalog, gallery
from designer.core.codegen.script import write_script
from designer.core.document import Document
from designer.core.importers.python_code import read
from designer.core.plan import plan
from tests.designer.core.layer_cases import CASES
from training.core.datasets import registry

KNOWN = catalog.load()
TEMPLATES = {template.name: template.document for template in gallery.templates()}


def written(document: Document) -> str:
    data = registry.find(document.training.dataset) if document.training.dataset else None
    return write_script(plan(document, KNOWN), document, data, KNOWN).text


def assert_same(document: Document) -> None:
    text = written(document)
    (found,) = read("script.py", text.encode(), KNOWN).documents
    assert [node.id for node in found.nodes if node.id not in {other.id for other in document.nodes}] == []
    assert sorted(map(str, found.edges)) == sorted(map(str, document.edges))
    assert {name: len(block.nodes) for name, block in found.blocks.items()} == {name: len(block.nodes) for name, block in document.blocks.items()}
    assert written(found) == text


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_written_as_code_reads_back(name: str) -> None:
    assert_same(TEMPLATES[name])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", range(4))
def test_every_layer_written_as_code_reads_back(part: int) -> None:
    for name in sorted(CASES)[part::4]:
        assert_same(CASES[name].document())
