"""The rows of tests/graphs/problems.json: each document has exactly the problems its row names, and every fix offered cures."""

from __future__ import annotations

from typing import Any

import pytest

from designer.core.analyse import analyse
from designer.core.data import DataField, DataSpec, LastLayer
from designer.core.document import parse
from tests.designer.core.patching import apply_patch

from .making import MSE, make_data, read_graphs

ROWS = read_graphs("problems.json")
VALUE = DataField(name="y", title="Value", kind="value", shape=(1,), dtype="float32")
DATA: dict[str | None, DataSpec] = {
    "digits_like": make_data(),
    "words_like": make_data((80,), kind="tokens", vocabulary_size=500),
    "numbers_like": make_data((4,), kind="vector", target=VALUE, last_layer=LastLayer(units=1, activation=None, loss=MSE, metrics=())),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_document_has_the_problems_its_row_names(row: dict[str, Any]) -> None:
    document = parse(row["document"])
    problems = analyse(document, data=DATA.get(document.training.dataset)).problems
    assert sorted((problem.code, problem.node or "") for problem in problems) == sorted((code, node or "") for code, node in row["problems"])
    assert {problem.code for problem in problems if problem.fixes} >= set(row["fixed"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_fix_offered_cures_its_problem(row: dict[str, Any]) -> None:
    document = parse(row["document"])
    for problem in analyse(document, data=DATA.get(document.training.dataset)).problems:
        for fix in problem.fixes:
            changed = apply_patch(document, fix.patch)
            left = analyse(changed, data=DATA.get(changed.training.dataset)).problems
            assert (problem.code, problem.node) not in {(other.code, other.node) for other in left}, fix.label
