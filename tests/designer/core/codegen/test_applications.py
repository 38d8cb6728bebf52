"""keras.applications come back from written code: two small ones here, all of them in `make bench`."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from benchmarks.applications import architectures, round_trip


def test_there_are_forty_architectures() -> None:
    assert len(architectures()) == 40


@pytest.mark.parametrize("name", ["MobileNet", "ConvNeXtTiny"])
def test_an_architecture_comes_back_with_an_equal_config(name: str) -> None:
    trip = round_trip(name, input_shape=(32, 32, 3), include_top=False)
    assert trip.differs is None


def test_what_stands_for_layer_scale_computes_the_same() -> None:
    from keras.src.applications.convnext import LayerScale

    ours = keras.layers.EinsumDense("abcd,d->abcd", output_shape=(None, None, 3), kernel_initializer=keras.initializers.Constant(0.5))
    given = np.random.default_rng(1).random((2, 4, 4, 3), "float32")
    np.testing.assert_array_equal(ours(given), LayerScale(0.5, 3)(given))
