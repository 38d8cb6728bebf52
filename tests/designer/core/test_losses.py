"""Which losses can judge a field, by the rows in tests/graphs/targets.json, which hold the front end to the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from designer.core.catalog import load
from designer.core.data import DataField
from designer.core.losses import LOSSES, fits, targets

ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parents[2] / "graphs" / "targets.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} of {len(row['classes'])}")
def test_a_field_can_be_the_targets_of_its_row(row: dict[str, Any]) -> None:
    field = DataField(name="y", title="y", kind=row["kind"], shape=(), dtype="float32", classes=row["classes"])
    assert list(targets(field)) == row["targets"]
    assert {name for name in LOSSES if fits(name, field)} == {name for name, loss in load().losses.items() if loss.target in row["targets"]}


def test_every_loss_of_the_table_is_in_the_catalogue() -> None:
    assert set(LOSSES) <= set(load().losses)
