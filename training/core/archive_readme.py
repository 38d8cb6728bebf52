"""What lies in the archive of a run, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TEXT = """{title}
{line}

A training run of the network "{network}", taken from Layerloom.

How it ended
    {state}: {epoch} of {epochs} epochs, seed {seed}.{trained}
{numbers}{by_hand}

To do it again
    Python {python} or one near it, in a folder of its own:

        pip install -r requirements.txt
        python train.py

{promise}

To go on with it in Layerloom
    Drop this zip on the start page: the network opens with the weights that the training ended with.

What lies here
    train.py          the script
    requirements.txt  the versions that the run was trained with
    model.keras       the trained network: keras.models.load_model("model.keras")
    best.keras        the best model while it trained, where the run was to keep it
    document.json     the network as it was drawn, with its training settings
    weights.npz       the trained weights by layer, as Layerloom keeps them
    history.csv       losses and metrics after every epoch
    events.jsonl      every measured point, a line each
    run.json          when, how long, with which versions, on which data
{files}
The data
    {data}, {train} samples to train with and {test} to test with. {source}. Licence: {licence}.
    SHA-256 of {sha_of}: {sha}

Versions
{versions}
"""

ON_ONE = """\
    It builds the same network, trains it on the same data in the same order and prints the same numbers. Other versions, another
    processor or a GPU round differently, and the last digits differ with them."""
ON_ALL = """\
    It builds the same network and trains it on the same data in the same order, on one device. The run was trained on all GPUs of a
    machine, each with a part of every batch, and the numbers are close, not the same: layers that draw at random, such as Dropout,
    or look over the batch, such as BatchNormalization, may have seen their part alone. Without such layers the last digits differ,
    and more where the last batch of an epoch did not part evenly."""


def readme(told: Mapping[str, Any]) -> str:
    """The README of an archive, from what run.json says."""
    data, versions = told["data"], told["versions"]
    title = f"{told['network']}: {told['name']}"
    return TEXT.format(
        title=title,
        line="=" * len(title),
        python=versions.get("Python", "3"),
        promise=ON_ALL if told["device"] == "gpus" else ON_ONE,
        trained=f"\n    Trained with {told['platform']}." if told["platform"] else "",
        numbers="\n".join(_numbers("Last epoch", told["summary"]) + _numbers("On held-out data", told["evaluation"])),
        by_hand="".join(f"\n    {sentence}" for sentence in told["by_hand"]),
        files="".join(f"    {name:<17} what the script reads\n" for name in data["files"]),
        data=data["title"],
        train=data["train_samples"],
        test=data["test_samples"],
        source=data["source"].rstrip("."),
        licence=data["licence"].rstrip("."),
        sha=data["sha256"],
        sha_of=data["sha256_of"],
        versions="\n".join(f"    {name:<12} {version}" for name, version in versions.items()),
        **{name: told[name] for name in ("network", "state", "epoch", "epochs", "seed")},
    )


def _numbers(title: str, values: Mapping[str, float]) -> list[str]:
    return [f"    {title}: {', '.join(f'{name} {value:.6g}' for name, value in values.items())}."] if values else []
