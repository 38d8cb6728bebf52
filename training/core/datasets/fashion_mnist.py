from pathlib import Path

import numpy as np


def load_fashion_mnist():
    """10,000 pictures of clothes to train with and 2,000 to test with: grey images of 28 x 28 between 0 and 1."""
    with np.load(Path(__file__).parent / "fashion_mnist.npz") as data:
        images = data["images"][..., np.newaxis].astype("float32") / 255
        labels = data["labels"].astype("int32")
    train = {"image": images[:10000], "label": labels[:10000]}
    test = {"image": images[10000:], "label": labels[10000:]}
    return train, test
