"""Pictures from the disk: the batches of a data set of one's own against a tf.data pipeline written by hand, and the memory that 100,000 take.

Both read the same files in turns, in one process, since the machine's speed drifts; nothing is trained, so that only the reading is timed.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.rows import Row, ratio

COUNT, SIDE, BATCH, ROUNDS = 4_000, 96, 32, 20
MANY = 100_000
NAME = "own_" + "b" * 12
PROGRAM = f"""
import json, resource, sys, time
from pathlib import Path
import numpy as np
import tensorflow as tf
from training.core import own_data
from training.core.own_data import store
from training.core.own_data.pictures import Pictures, batches

def seconds_of(data):
    started = time.perf_counter()
    for _ in data:
        pass
    return time.perf_counter() - started

def read(path, label):
    picture = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
    return tf.image.resize(picture, ({SIDE // 2}, {SIDE // 2})) / 255, label

root, count, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
store.keep_in(root)
train, test = own_data.load({NAME!r})
numbers = np.resize(np.sort(np.concatenate([train["image"].numbers, test["image"].numbers])), count)
images = Pictures(train["image"].folder, numbers, train["image"].shape[1:])
labels = np.arange(count) % 2
ours = batches(images, labels, batch_size={BATCH}, seed=1)
by_hand = tf.data.Dataset.from_tensor_slices((images.paths, labels)).shuffle(count, seed=1)
by_hand = by_hand.map(read, num_parallel_calls=tf.data.AUTOTUNE).batch({BATCH}).prefetch(tf.data.AUTOTUNE)
taken = [(seconds_of(ours), seconds_of(by_hand) if rounds else 0.0)]
for turn in range(rounds):
    first, second = (ours, by_hand) if turn % 2 else (by_hand, ours)
    pair = seconds_of(first), seconds_of(second)
    taken.append(pair if turn % 2 else pair[::-1])
print(json.dumps({{"taken": taken, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}}))
"""


def run() -> list[Row]:
    """Throughput as the median of pairs that were read in turns; and the largest memory of a process that reads 100,000 pictures."""
    with tempfile.TemporaryDirectory() as root:
        _make(Path(root))
        taken = _measured(root, COUNT, ROUNDS)["taken"][1:]  # the first round also reads the files from the disk
        megabytes = _measured(root, MANY, 0)["megabytes"]
    throughput: Row = {
        "name": "Pictures from the disk: throughput against tf.data by hand",
        "value": median(by_hand / ours for ours, by_hand in taken),
        "unit": "×",
        "target": 0.95,
        "better": "higher",
    }
    return [throughput, {**ratio("100,000 pictures from the disk: largest memory of the process", megabytes / 1000, 2.0), "unit": "GB"}]


def _measured(root: str, count: int, rounds: int) -> dict[str, Any]:
    printed = subprocess.check_output([sys.executable, "-c", PROGRAM, root, str(count), str(rounds)], text=True, stderr=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads(printed)
    return found


def _make(root: Path) -> None:
    """A data set of noisy pictures in two folders."""
    from training.core import own_data  # noqa: PLC0415

    draw = np.random.default_rng(0)
    path = root / NAME / "pictures.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        for place in range(COUNT):
            buffer = io.BytesIO()
            rough = draw.integers(0, 256, (12, 12, 3), dtype="uint8")
            Image.fromarray(rough).resize((SIDE, SIDE)).save(buffer, "JPEG", quality=90)
            archive.writestr(f"{'ab'[place % 2]}/{place}.jpg", buffer.getvalue())
    found = own_data.inspect(path, path.name).recipe
    if found is None or found.image is None:
        raise RuntimeError("the pictures were not understood")
    image = found.image.model_copy(update={"height": SIDE // 2, "width": SIDE // 2})
    own_data.prepare(path, found.model_copy(update={"image": image}), NAME, "Pictures")
