from pathlib import Path

import numpy as np


def load_novels():
    """8,000 passages of two novelists to train with and 2,000 to test with: as text, and as 40 tokens each, 0 where there is no word."""
    with np.load(Path(__file__).parent / "novels.npz") as data:
        tokens = data["tokens"].astype("int32")
        labels = data["labels"].astype("int32")
        words = data["words"].astype(object)
    words[1] = "…"  # a word too rare to be listed
    passages = np.array([" ".join(words[row[row > 0]]) for row in tokens], object)
    train = {"tokens": tokens[:8000], "passage": passages[:8000], "author": labels[:8000]}
    test = {"tokens": tokens[8000:], "passage": passages[8000:], "author": labels[8000:]}
    return train, test
