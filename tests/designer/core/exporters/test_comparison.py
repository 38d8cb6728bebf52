"""How outputs are held against each other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from designer.core.exporters.comparison import compare

RIGHT = np.array([[0.1, 0.9], [0.8, 0.2]])


def test_the_largest_difference_over_all_outputs_counts() -> None:
    found = compare([RIGHT, RIGHT * 3], [RIGHT, RIGHT * 3 + 0.5])
    assert (round(found.difference, 9), round(found.largest, 9), found.samples) == (0.5, 2.7, 2)
    assert found.is_within(0.2)
    assert not found.is_within(0.1)


@pytest.mark.parametrize("found", [RIGHT[:1], RIGHT.T.ravel(), np.where(RIGHT > 0.5, np.nan, RIGHT)])
def test_another_shape_or_no_number_is_infinitely_far(found: np.ndarray) -> None:
    assert compare([RIGHT], [found]).difference == math.inf


def test_a_difference_that_can_be_seen_says_how_often_the_choice_is_the_same() -> None:
    assert compare([RIGHT], [RIGHT + 1e-6]).notes == ()
    assert compare([RIGHT], [RIGHT[::-1]]).notes == ("For 0 of 2 samples the same output is the largest.",)
