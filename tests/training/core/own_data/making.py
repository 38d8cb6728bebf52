"""Small files of a person's own, and data sets made of them."""

from __future__ import annotations

import io
import random
import secrets
import string
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from designer.core.data import DataSpec
from training.core import own_data
from training.core.own_data import Recipe, store
from training.core.own_data.store import Arrays

ORIENTATION = 0x0112  # of EXIF


def flowers(rows: int = 90, seed: int = 0, delimiter: str = ",") -> str:
    """Sizes, a colour, a day, a remark and a kind; some sizes and colours are missing."""
    draw = random.Random(seed)
    lines = [delimiter.join(("length", "width", "colour", "seen", "remark", "species"))]
    for place in range(rows):
        species = draw.choice(("daisy", "rose", "tulip"))
        length = "" if place % 11 == 3 else f"{draw.gauss(len(species), 0.5):.2f}"
        colour = "NA" if place % 17 == 5 else draw.choice(("red", "white", "yellow"))
        cells = (length, f"{draw.uniform(1, 2):.3f}", colour, f"{1 + place % 28:02}.{1 + place % 12:02}.2023", f"seen in garden {place}", species)
        lines.append(delimiter.join(cells))
    return "\n".join(lines) + "\n"


@contextmanager
def kept(folder: Path) -> Iterator[None]:
    """Let data sets lie in a folder, until the end of a test."""
    before = list(store._root)
    store.keep_in(folder)
    yield
    store._root[:] = before


def place_for(folder: Path, file: str, content: str | bytes) -> Path:
    """A file in the folder of a data set that is to be made."""
    name = "own_" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
    path = folder / name / file
    path.parent.mkdir(parents=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def made(path: Path, recipe: Recipe) -> DataSpec:
    """The data set of a file by a recipe."""
    return own_data.prepare(path, recipe, path.parent.name, "Things")


def proposed(path: Path, **changes: Any) -> Recipe:
    """The recipe that is proposed for a file, with some things chosen otherwise."""
    found = own_data.inspect(path, path.name).recipe
    assert found is not None
    return Recipe.model_validate(found.model_dump() | changes)


def by_script(spec: DataSpec, folder: Path) -> tuple[Arrays, Arrays]:
    """What the loader that a script carries reads, in the folder of its file."""
    names: dict[str, Any] = {"__file__": str(folder / "script.py")}
    exec("\n".join([*spec.loader.imports, spec.loader.source]), names)  # written by us
    train, test = names[spec.loader.function]()
    return train, test


def assert_same(ours: tuple[Arrays, Arrays], theirs: tuple[Arrays, Arrays]) -> None:
    """The same fields with the same values of the same types."""
    for mine, other in zip(ours, theirs, strict=True):
        assert list(mine) == list(other)
        for name in mine:
            assert mine[name].dtype == other[name].dtype
            np.testing.assert_array_equal(mine[name], other[name])


def picture(colour: int, size: tuple[int, int] = (12, 10), kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A small picture with a gradient, in a shade of its own."""
    across = np.linspace(0, 255, size[0], dtype="uint8")[None, :, None].repeat(size[1], 0).repeat(3, 2)
    across[..., colour % 3] = (colour * 37) % 256
    buffer = io.BytesIO()
    Image.fromarray(across).convert(mode).save(buffer, kind)
    return buffer.getvalue()


def clear() -> bytes:
    """A picture of 9 x 8 with colours of its own under what is transparent."""
    buffer = io.BytesIO()
    pixels = np.random.default_rng(0).integers(0, 256, (8, 9, 4), dtype="uint8")
    pixels[:4, :, 3] = 0
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def turned() -> bytes:
    """A photo of 9 x 8, dark on its left, of which its camera noted that it is to be shown turned."""
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[ORIENTATION] = 6
    across = np.linspace(0, 255, 9, dtype="uint8")[None, :, None].repeat(8, 0).repeat(3, 2)
    Image.fromarray(across).save(buffer, "JPEG", quality=100, exif=exif)
    return buffer.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def pets(count: int = 12, top: str = "pets/") -> dict[str, bytes]:
    """Pictures of cats and dogs, of two kinds and sizes; and what a system adds of its own."""
    found = {f"{top}cats/{place}.png": picture(place) for place in range(count)}
    found |= {f"{top}dogs/{place}.jpg": picture(90 + place, (14, 14), "JPEG") for place in range(count)}
    return {**found, "__MACOSX/pets/cats/._0.png": b"junk", f"{top}cats/.DS_Store": b"junk", f"{top}read me.txt": b"pets"}
