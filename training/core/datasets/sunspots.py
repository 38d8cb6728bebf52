from pathlib import Path

import numpy as np


def load_sunspots():
    """Sunspots month by month: three years to see, the month after to foretell. The last 600 months test. All is standardised."""
    numbers = np.loadtxt(
        Path(__file__).parent / "sunspots.csv",
        delimiter=",",
        skiprows=1,
        usecols=1,
        dtype="float32",
    )
    mean, std = numbers[:-600].mean(), numbers[:-600].std()
    numbers = (numbers - mean) / std
    past = np.lib.stride_tricks.sliding_window_view(numbers[:-1], 36)[..., np.newaxis]
    following = numbers[36:, np.newaxis]
    train = {"past": past[:-600], "next": following[:-600]}
    test = {"past": past[-600:], "next": following[-600:]}
    return train, test
