"""How many samples a trained network is asked about while somebody waits."""

from __future__ import annotations

import numpy as np
import pytest

from training.core.datasets.registry import Arrays
from training.core.eyes.affording import SECONDS, Array, afford, answers


class Network:
    """Takes its time: for a call, and for each sample in it."""

    def __init__(self, call: float, sample: float) -> None:
        self.now = 0.0
        self._call, self._sample = call, sample

    def __call__(self, arrays: Arrays) -> list[Array]:
        self.now += self._call + self._sample * len(arrays["x"])
        return [arrays["x"] * 2]

    def clock(self) -> float:
        return self.now


DATA = {"x": np.arange(5_000, dtype="float32")}


@pytest.mark.parametrize(("call", "sample", "count"), [(0.01, 1e-4, 2_000), (0.5, 1e-5, 2_000), (0.01, 0.05, 160), (0.0, 3.0, 8)])
def test_as_many_samples_as_can_be_asked_about_in_time_are_taken_from_all_over_the_data(call: float, sample: float, count: int) -> None:
    network = Network(call, sample)
    found = afford(network, DATA, ["x"], 2_000, 1 << 30, network.clock)
    assert len(found.places) == pytest.approx(count, rel=0.05)
    assert (found.places[0], found.places[-1]) == (0, 4_999)
    tried, network.now = network.now, 0.0
    answers(network, {"x": DATA["x"][found.places]})
    assert sample > 1 or tried + network.now <= SECONDS * 2


def test_samples_are_asked_about_in_batches_and_answered_in_order() -> None:
    assert np.array_equal(answers(Network(0, 0), DATA)[0], DATA["x"] * 2)


def test_there_may_be_no_samples() -> None:
    assert afford(Network(0, 0), {"x": DATA["x"][:0]}, ["x"], 10, 1_000).places == []
