from pathlib import Path

import numpy as np


def load_mnist():
    """9,000 handwritten digits to train with and 1,000 to test with: grey images of 28 x 28 between 0 and 1."""
    with np.load(Path(__file__).parent / "mnist.npz") as data:
        images = data["images"][..., np.newaxis].astype("float32") / 255
        labels = data["labels"].astype("int32")
    train = {"image": images[:9000], "label": labels[:9000]}
    test = {"image": images[9000:], "label": labels[9000:]}
    return train, test
