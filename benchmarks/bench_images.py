"""Pictures from the disk: the batches of a data set of one's own against a tf.data pipeline written by hand, and the memory that 100,000 take.

The two read the same files in turns, in one process, since the machine's speed drifts; nothing is trained, so that only the reading is timed. The
100,000 are sent, looked at, kept and trained on as from the browser, eyes and checkpoints and all.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from benchmarks.by_turns import Run
from benchmarks.rows import Row, ratio
from benchmarks.server import Client, served

COUNT, SIDE, BATCH, ROUNDS = 4_000, 96, 32, 20
MANY, SMALL = 100_000, 32
NAME = "own_" + "b" * 12
PROGRAM = f"""
import json, sys, time
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

store.keep_in(Path(sys.argv[1]))
train, test = own_data.load({NAME!r})
numbers = np.sort(np.concatenate([train["image"].numbers, test["image"].numbers]))
images = Pictures(train["image"].folder, numbers, train["image"].shape[1:])
labels = np.arange({COUNT}) % 2
ours = batches(images, labels, batch_size={BATCH}, seed=1)
by_hand = tf.data.Dataset.from_tensor_slices((images.paths, labels)).shuffle({COUNT}, seed=1)
by_hand = by_hand.map(read, num_parallel_calls=tf.data.AUTOTUNE).batch({BATCH}).prefetch(tf.data.AUTOTUNE)
taken = [(seconds_of(ours), seconds_of(by_hand))]
for turn in range({ROUNDS}):
    first, second = (ours, by_hand) if turn % 2 else (by_hand, ours)
    pair = seconds_of(first), seconds_of(second)
    taken.append(pair if turn % 2 else pair[::-1])
print(json.dumps(taken))
"""


def run() -> list[Row]:
    """Throughput as the median of pairs that were read in turns; and the largest memory of a training on 100,000 pictures."""
    with tempfile.TemporaryDirectory() as root:
        _make(Path(root))
        pairs = _taken(root)[1:]  # the first round also reads the files from the disk
    with tempfile.TemporaryDirectory() as folder, served() as server:
        memory = _memory_of(server, _many(Path(folder) / "many.zip"))
    throughput: Row = {
        "name": "Pictures from the disk: throughput against tf.data by hand",
        "value": median(by_hand / ours for ours, by_hand in pairs),
        "unit": "×",
        "target": 0.95,
        "better": "higher",
    }
    return [throughput, {**ratio(f"{MANY:,} pictures trained on from the disk: largest memory of the process", memory / 1e9, 2.0), "unit": "GB"}]


def _taken(root: str) -> list[tuple[float, float]]:
    printed = subprocess.check_output([sys.executable, "-c", PROGRAM, root], text=True, stderr=subprocess.DEVNULL)
    found: list[tuple[float, float]] = json.loads(printed)
    return found


def _memory_of(server: Client, archive: Path) -> int:
    """The bytes that a training on the pictures of an archive holds at most."""
    upload = server.json("POST", "/uploads", {"name": archive.name, "size": archive.stat().st_size})
    for offset, piece in _pieces(archive, upload["piece"]):
        server.request("PATCH", f"/api/uploads/{upload['id']}?offset={offset}", piece)
    recipe = server.json("POST", f"/uploads/{upload['id']}/inspection", {})["recipe"]
    recipe["image"] |= {"height": SMALL, "width": SMALL}
    dataset = server.json("POST", "/datasets", {"upload": upload["id"], "title": "Many", "recipe": recipe})["name"]
    document = next(found["document"] for found in server.json("GET", "/templates") if found["name"] == "cnn_digits")
    document["nodes"][0]["config"]["shape"] = [SMALL, SMALL, 3]
    document["training"] |= {"dataset": dataset, "epochs": 1}
    network = server.json("POST", "/networks", {"document": document})["id"]
    with Run(server, network, document, eyes=True) as training:
        training.wait_for_first_epoch()
        training.wait()
        return training.memory


def _pieces(path: Path, size: int) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        while piece := file.read(size):
            yield file.tell() - len(piece), piece


def _many(path: Path) -> Path:
    """An archive of small pictures in ten folders, each with a bright column where its class is."""
    draw = np.random.default_rng(0)
    with zipfile.ZipFile(path, "w") as archive:
        for place in range(MANY):
            buffer, kind = io.BytesIO(), place % 10
            picture = draw.integers(0, 90, (SMALL, SMALL, 3), dtype="uint8")
            picture[:, 3 * kind : 3 * kind + 3] += 120
            Image.fromarray(picture).save(buffer, "JPEG", quality=80)
            archive.writestr(f"class_{kind}/{place}.jpg", buffer.getvalue())
    return path


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
