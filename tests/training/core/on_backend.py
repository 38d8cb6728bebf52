"""A process of its own that trains on what KERAS_BACKEND says, and leaves what came of it: `python -m tests.training.core.on_backend NAME FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from designer.core import gallery
from designer.core.document import Document
from tests.training.core.making import Listener, iris_network, small
from training import archive
from training.core.commands import Command
from training.core.eyes import keeping
from training.core.job import Data, Given
from training.core.loop import train
from training.core.resuming import Resume, Why

TOLD = "told.json"


class Asked(Listener):
    """Is asked once, after some batches; goes on when it was paused."""

    def __init__(self, batch: int, wish: Command) -> None:
        super().__init__()
        self._left, self._wish = batch, wish
        self.pauses = 0

    def should_stop(self) -> bool:
        self._left -= 1
        if self._left == 0:
            self.ask(self._wish)
        return self._stop

    def held(self) -> None:
        self.pauses += 1
        self.ask(Command("resume"))


def trained(document: Document, data: Data, folder: Path, control: Listener, why: Why | None = None, **given: Any) -> dict[str, list[float]]:
    """Its history, with every look that is to be had."""
    folder.mkdir(parents=True, exist_ok=True)
    told = archive.told(folder)
    resume = Resume(why, told, told.continued + (why == "continued"), every=0.0)
    result = train(document, folder, control.emit, control, data, Given(eyes=True, resume=resume, **given))
    return dict(result.history)


def template(folder: Path) -> dict[str, Any]:
    """A template: trained whole; and stopped in its second epoch, then taken up again."""
    found = next(each.document for each in gallery.templates() if each.name == "cnn_digits")
    training = found.training.model_copy(update={"epochs": 3, "batch_size": 16, "validation_split": 0.25, "callbacks": ()})
    document, data, watching = found.model_copy(update={"training": training}), small("mnist"), Listener()
    whole = trained(document, data, folder / "whole", watching)
    trained(document, data, folder / "cut", Asked(6, Command("stop")))
    again = trained(document, data, folder / "cut", Listener(), "continued")
    weighed = json.loads(keeping.read(folder / "whole", keeping.name_of(3, "weights")) or "{}")
    slopes = sum(variable["gradients"] is not None for variable in weighed["variables"])
    looks = sorted({part for event in watching.of("eyes") for part in event["parts"]})
    return {"whole": whole, "again": again, "looks": looks, "slopes": slopes}


def on_two_devices(folder: Path) -> dict[str, Any]:
    """A network without BatchNormalization: on one device; on two, paused on the way; on two, stopped and taken up again."""
    document, data, pausing = iris_network(epochs=3), small("iris"), Asked(5, Command("pause"))
    one = trained(document, data, folder / "one", Listener())
    both = trained(document, data, folder / "both", pausing, all_devices=True)
    trained(document, data, folder / "cut", Asked(6, Command("stop")), all_devices=True)
    again = trained(document, data, folder / "cut", Listener(), "continued", all_devices=True)
    return {"one": one, "both": both, "again": again, "pauses": pausing.pauses, "devices": len(_devices())}


def _devices() -> list[Any]:
    import keras

    return list(keras.distribution.list_devices())


def two_processors() -> None:
    """Have TensorFlow see this machine's processor as two; JAX is told by XLA_FLAGS."""
    import tensorflow as tf

    [processor] = tf.config.list_physical_devices("CPU")
    tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)


def leave(what: str, folder: Path) -> None:
    """Do one of them, and leave what came of it in the folder."""
    if what == "on_two_devices":
        two_processors()
    found = {"template": template, "on_two_devices": on_two_devices}[what](folder)
    (folder / TOLD).write_text(json.dumps(found))


if __name__ == "__main__":
    leave(sys.argv[1], Path(sys.argv[2]))
