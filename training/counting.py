"""How many parameters a network has, from Keras: for workers alone, since the web process has none and asks them."""

from __future__ import annotations

from designer.core.analyse import analyse
from designer.core.document import Document
from training.core import datasets


def parameters(document: Document) -> int:
    """The parameters of a network, those that training does not change among them; nothing is built for it."""
    totals = analyse(document, datasets.find(document.training.dataset or "")).totals
    return totals.trainable + totals.non_trainable
