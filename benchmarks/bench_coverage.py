"""How much of Keras can be drawn: layers and functions of keras.ops, of all that the installed Keras offers.

That each of them is analysed, built, written, saved and read back is what tests/designer/core/test_whole_catalog.py proves; the catalogue says
why the others cannot be.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.rows import Row
from designer.core import catalog
from designer.core.catalog import LayerSpec

WANTED = {"layers": 0.9, "functions of keras.ops": 0.8}


def run() -> list[Row]:
    """Two figures, in percent."""
    specs = catalog.load().layers.values()
    layers = [spec for spec in specs if spec.kind in {"layer", "input"}]
    operations = [spec for spec in specs if spec.kind == "operation"]
    return [_row("layers", layers), _row("functions of keras.ops", operations)]


def _row(what: str, specs: Sequence[LayerSpec]) -> Row:
    drawn = sum(not spec.unavailable or spec.is_cell for spec in specs)
    return {
        "name": f"{what} that can be drawn: {drawn} of {len(specs)}",
        "value": 100 * drawn / len(specs),
        "unit": "%",
        "target": 100 * WANTED[what],
        "better": "higher",
    }
