"""What can be seen of a trained network."""

from __future__ import annotations

import base64
from pathlib import Path

import keras
import numpy as np

from tests.training.core.eyes.test_layers import digits_network
from tests.training.core.eyes.watched import watch
from tests.training.core.making import small
from training.core.eyes.afterwards import afterwards
from training.eyes_schemas import Afterwards


def test_curves_filters_and_where_the_network_looked(tmp_path: Path) -> None:
    watch(digits_network(), tmp_path, small("digits"), eyes=False)
    seen = Afterwards.model_validate(afterwards(tmp_path))
    (output,) = seen.outputs
    assert len(output.curves) == 10
    assert all(0 <= curve.area <= 1 for curve in output.curves)
    assert output.curves[0].roc[0] == [0, 0]
    assert output.curves[0].roc[-1] == [1, 1]
    (filters,) = seen.filters
    kernel = np.asarray(keras.models.load_model(tmp_path / "model.keras").get_layer("conv2d").kernel)
    assert (filters.layer, filters.count, filters.high[0]) == ("conv2d", 3, float(f"{kernel.max():.5g}"))
    assert seen.heat is not None
    assert (seen.heat.layer, seen.heat.height, seen.heat.width) == ("conv2d", 6, 6)
    assert all(len(base64.b64decode(one)) == 36 for one in seen.heat.data)
    assert any(max(base64.b64decode(one)) == 255 for one in seen.heat.data)
