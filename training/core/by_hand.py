"""What was done to a run by hand, read from its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from designer.core.codegen.by_hand import ByHand
from designer.core.document import Document
from training.core.checkpointer import KEPT

Event = Mapping[str, Any]


def done_by_hand(events: Iterable[Event], document: Document, *, stopped: bool) -> ByHand:
    """What the script of a run does again, from the run's events in order; `stopped` says how it ended."""
    told = list(events)
    rates = {event["step"]: event["rate"] for event in told if event["kind"] == "rate"}
    return ByHand(rates, _last_batch(told, document) if stopped else None, tuple(_notes(told, document)))


def sentences(done: ByHand) -> list[str]:
    """It in words, for whoever reads the archive."""
    found = [f"the learning rate was set to {rate:.6g} after batch {step:,}" for step, rate in sorted(done.rates.items())]
    if done.stopped_after is not None:
        found.append(f"it was stopped after batch {done.stopped_after:,}")
    return [f"By hand: {', '.join(found)}; train.py does that again.", *done.notes] if found else list(done.notes)


def _last_batch(told: list[Event], document: Document) -> int | None:
    """The batch that a stop came after; None where only the evaluation was missing."""
    epoch = max((event["epoch"] for event in told if event["kind"] == "epoch"), default=0)
    if epoch >= document.training.epochs:
        return None
    return max((event["step"] for event in told if event["kind"] in ("point", "epoch")), default=None)


def _notes(told: list[Event], document: Document) -> Iterable[str]:
    waits = any(callback.class_name in KEPT for callback in document.training.callbacks)
    for event in told:
        if waits and event["kind"] == "resumed" and event["why"] == "continued":
            yield (
                f"After {event['epoch']:g} epochs the run had ended and was trained on: its callbacks began to wait anew there. "
                "In this script they wait on, and may act sooner."
            )
