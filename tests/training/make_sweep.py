"""Sweeps for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from designer.core.document import Document
from tests.training.make_run import make_document, make_network
from training import proposing
from training.models import Run, Sweep

UNITS: dict[str, Any] = {"name": "units", "node": "dense", "path": ["units"], "values": [4, 8]}
RATE: dict[str, Any] = {"name": "rate", "path": ["optimizer", "config", "learning_rate"], "values": [0.001, 0.01]}
RATES: dict[str, Any] = {"name": "rate", "path": ["optimizer", "config", "learning_rate"], "low": 1e-4, "high": 1e-1, "log": True}
WIDTHS: dict[str, Any] = {"name": "units", "node": "dense", "path": ["units"], "low": 2, "high": 32, "integer": True}


def make_search(*fields: dict[str, Any], **more: Any) -> Document:
    """A network for iris, fields of which are marked."""
    training = {name: more.pop(name) for name in ("epochs", "dataset", "validation_split", "optimizer") if name in more}
    optimizer = training.pop("optimizer", {"class_name": "Adam", "config": {"learning_rate": 0.001}})
    sweep = {"method": "grid", "trials": 4, "objective": "val_loss", "direction": "min", "fields": list(fields or (UNITS, RATE))}
    return make_document(optimizer=optimizer, sweep=sweep | more, **training)


def make_sweep(role: str = "owner", document: Document | None = None, **fields: Any) -> Sweep:
    """A sweep of that person's, of a network of its own."""
    document = document or make_search()
    assert document.training.sweep is not None
    network = make_network(role, document)
    given = {"number": 1, "name": "Sweep 1", "document": document.to_json(), "planned": proposing.planned(document.training.sweep)}
    return Sweep.objects.create(network=network, **given | fields)


def advance(sweep: Sweep, count: proposing.Count = lambda _: 0) -> None:
    """Let a sweep go on, as a worker does that counts parameters so."""
    proposing.advance(sweep.pk, count)


def make_trial(sweep: Sweep, state: str = "finished", measured: Sequence[float | None] = (), **fields: Any) -> Run:
    """The next trial of a sweep, as if it had been made and had come to this."""
    Sweep.objects.filter(pk=sweep.pk).update(proposed=sweep.proposed + 1)
    sweep.refresh_from_db()
    number = sweep.network.runs.count() + 1
    given = {"values": {"units": 4, "rate": 0.001}, "document": sweep.document, "dataset": "iris", "epochs": 2, "name": f"Run {number}"}
    return Run.objects.create(
        network=sweep.network, number=number, sweep=sweep, trial=sweep.proposed, state=state, measured=list(measured), **given | fields
    )
