"""How a network is trained, written as code and read back: typing in a script loses none of it."""

from __future__ import annotations

import pytest

from designer.core import catalog
from designer.core.codegen.script import write_script
from designer.core.document import Document
from designer.core.importers.python_code import read_typed
from designer.core.plan import plan
from tests.training.core.full_control import SCHEDULES, exploding, scheduled, watched, weighed
from tests.training.core.making import iris_network
from training.core import datasets

KNOWN = catalog.load()
DOCUMENTS = {
    "callbacks": watched(),
    "one callback": exploding(),
    "weights of outputs": weighed(),
    "balanced classes": iris_network(class_weight="balanced"),
    "weights of classes": iris_network(class_weight={"0": 3.0, "2": 0.5}),
    **{name: scheduled(name) for name in SCHEDULES},
}


def written(document: Document) -> str:
    return write_script(plan(document, KNOWN), document, datasets.find(document.training.dataset or ""), KNOWN).text


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_training_settings_read_back(document: Document) -> None:
    found = read_typed(written(document), KNOWN)
    assert [note for note in found.report if note.kind == "unread"] == []
    assert found.document is not None
    for name in ("optimizer", "callbacks", "class_weight", "jit_compile"):
        assert getattr(found.document.training, name) == getattr(document.training, name)
    assert weights(found.document) == weights(document)


def weights(document: Document) -> list[float]:
    return [output.weight for output in document.training.outputs if output.weight is not None]


def test_what_is_typed_changes_a_callback() -> None:
    text = written(watched()).replace("patience=3", "patience=7")
    found = read_typed(text, KNOWN).document
    assert found is not None
    assert [callback.config.get("patience") for callback in found.training.callbacks] == [1, None, None, 7]
