"""Runs, networks and documents for tests."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from designer.core.document import Document, parse
from designer.models import Network
from training.models import Run


def make_document(**training: Any) -> Document:
    """A network for iris that trains in a moment."""
    return parse(
        {
            "name": "Iris",
            "nodes": [
                {"id": "input_layer", "layer": "Input", "config": {"shape": [4]}},
                {"id": "dense", "layer": "Dense", "config": {"units": 8, "activation": "relu"}},
                {"id": "dense_1", "layer": "Dense", "config": {"units": 3, "activation": "softmax"}},
            ],
            "edges": [
                {"from": ["input_layer", 0], "to": ["dense", "inputs", 0]},
                {"from": ["dense", 0], "to": ["dense_1", "inputs", 0]},
            ],
            "training": {"dataset": "iris", "epochs": 2, "batch_size": 32} | training,
        }
    )


def make_network(role: str = "owner", document: Document | None = None) -> Network:
    """A network of that person's."""
    owner = User.objects.get_or_create(username=role)[0]
    return Network.make(owner.pk, document or make_document())


def make_run(role: str = "owner", network: Network | None = None, **fields: Any) -> Run:
    """A run of that person's, of a network of its own unless one is given."""
    network = network or make_network(role)
    number = network.runs.count() + 1
    document = fields.pop("document", network.document)
    fields = {"dataset": "iris"} | fields
    return Run.objects.create(
        network=network, number=number, name=f"Run {number}", document=document, epochs=document["training"]["epochs"], **fields
    )
