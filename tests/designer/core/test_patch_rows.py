"""The rows of cases in tests/graphs/patches.json, which hold patches here and in the front end to the same rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from designer.core.document import MalformedDocument, parse
from designer.core.problems import Node, Patch
from tests.designer.core.patching import apply_patch

ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parents[2] / "graphs" / "patches.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_patch_gives_the_document_of_its_row(row: dict[str, Any]) -> None:
    document, patch = parse(row["document"]), Patch.model_validate(row["patch"])
    if row.get("refused"):
        with pytest.raises(MalformedDocument):
            apply_patch(document, patch)
        return
    changed = apply_patch(document, patch).to_json()
    assert changed["nodes"] == [Node.model_validate(node).model_dump(mode="json", by_alias=True) for node in row["nodes"]]
    assert changed["edges"] == row["edges"]
    assert row.get("training", {}).items() <= changed["training"].items()
