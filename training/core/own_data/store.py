"""Where data sets of people's own are kept: a folder each, with the file, the description, the recipe, and the fields as arrays.

What is kept never changes but for its title, so that whatever was made of it stays true.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from designer.core.data import DataSpec
from designer.core.problems import Frozen
from training.core.own_data.pictures import Pictures
from training.core.own_data.recipe import Recipe

Array = NDArray[Any]
Arrays = dict[str, Array]

SPEC, RECIPE, ORDER, ORIGIN = "spec.json", "recipe.json", "order.npy", "origin.json"
PARTS = ("train", "test")
UNFINISHED = "unfinished_"
LARGEST_PACKED = 100_000_000  # bytes of a file that are put beside a script
_NAME = re.compile(r"own_[a-z]{12}")
_root: list[Path] = []


class Origin(Frozen):
    """What a data set was made of."""

    digest: str = Field(description="Of file and recipe: what was made twice of one file by one recipe has the same.")
    drawn_by: str = Field(description="What samples of it are drawn by, where some of them are hidden.")


def keep_in(folder: Path) -> None:
    """Say, once a process, where the data sets lie."""
    _root[:] = [folder]


def is_own(name: str) -> bool:
    """Whether a data set of that name would be kept here."""
    return _NAME.fullmatch(name) is not None


def folder_of(name: str) -> Path:
    """The folder of a data set; raises KeyError for what is no name of one."""
    if not _root or not is_own(name):
        raise KeyError(name)
    return _root[0] / name


def begin(name: str) -> Path:
    """A new folder in which a data set is prepared, under a name that says that it is not finished."""
    folder = _unfinished(name)
    folder.mkdir(parents=True)
    return folder


def finish(name: str) -> None:
    """Let a data set that was prepared take its place."""
    _unfinished(name).rename(folder_of(name))


def abandon(name: str) -> None:
    """Remove what was prepared of a data set that comes to nothing."""
    shutil.rmtree(_unfinished(name), ignore_errors=True)


def sweep(seconds: float) -> None:
    """Remove what was begun longer ago and never finished: whoever prepared it was killed."""
    for folder in _root[0].glob(f"{UNFINISHED}*") if _root else ():
        with contextlib.suppress(FileNotFoundError):  # another has just swept it
            if time.time() - folder.stat().st_mtime > seconds:
                shutil.rmtree(folder, ignore_errors=True)


def _unfinished(name: str) -> Path:
    folder = folder_of(name)
    return folder.with_name(f"{UNFINISHED}{folder.name}")


def find(name: str) -> DataSpec | None:
    """The description of a data set; None where there is none."""
    try:
        path = folder_of(name) / SPEC
        return _read(path, path.stat().st_mtime_ns)
    except (KeyError, OSError):
        return None


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> DataSpec:
    return DataSpec.model_validate_json(path.read_bytes())


def describe(folder: Path, spec: DataSpec) -> None:
    """Write a description, whole or not at all."""
    unfinished = folder / f".{SPEC}"
    unfinished.write_text(spec.model_dump_json(), encoding="utf-8")
    unfinished.replace(folder / SPEC)


def note(folder: Path, recipe: Recipe) -> None:
    """Keep the recipe beside what was made by it."""
    (folder / RECIPE).write_text(recipe.model_dump_json(), encoding="utf-8")


def recipe_of(folder: Path) -> Recipe:
    """The recipe by which a data set was made."""
    return Recipe.model_validate_json((folder / RECIPE).read_bytes())


def note_order(folder: Path, order: Array) -> None:
    """Keep where the samples lie in the order of their file, beside the arrays whose parts were mixed."""
    np.save(folder / ORDER, order)


def order_of(name: str) -> Array | None:
    """Where the samples of a data set lie in the order of their file, test behind train; None where that is how they lie, or is not known."""
    path = folder_of(name) / ORDER
    return np.load(path, allow_pickle=False) if path.exists() else None


def note_origin(folder: Path, files: Sequence[str], drawn_by: str = "") -> Origin:
    """Keep beside a data set what it was made of, whole or not at all; samples of it are drawn by that unless something else is named."""
    digest = hashlib.sha256(recipe_of(folder).model_dump_json(exclude_defaults=True).encode())
    for file in files:
        with (folder / file).open("rb") as data:
            digest.update(hashlib.file_digest(data, "sha256").digest())
    origin = Origin(digest=digest.hexdigest(), drawn_by=drawn_by or digest.hexdigest())
    unfinished = folder / f".{uuid4().hex}"
    unfinished.write_text(origin.model_dump_json(), encoding="utf-8")
    unfinished.replace(folder / ORIGIN)
    return origin


def origin_of(name: str) -> Origin | None:
    """What a data set was made of; None where there is no such one, and of what was parted. It was drawn by its name before this was noted."""
    spec = find(name)
    if spec is None or not (folder_of(name) / RECIPE).exists():
        return None
    try:
        return Origin.model_validate_json((folder_of(name) / ORIGIN).read_bytes())
    except FileNotFoundError:
        return note_origin(folder_of(name), spec.loader.files, drawn_by=name)


def read_file(name: str, file: str) -> bytes:
    """The file that a data set was made of, as its loader reads it; raises KeyError for any other."""
    spec = find(name)
    if spec is None or file not in spec.loader.files:
        raise KeyError(f"{name}/{file}")
    return (folder_of(name) / file).read_bytes()


def too_large_to_pack(name: str, file: str) -> str | None:
    """Why the file of a data set is not put beside a script, in a sentence; None where it is."""
    size = (folder_of(name) / file).stat().st_size
    if size <= LARGEST_PACKED:
        return None
    return f"{file} has {size:,} bytes, and at most {LARGEST_PACKED:,} are packed with a script. Take the script, and lay your file beside it."


def write_arrays(folder: Path, part: str, fields: Mapping[str, Any]) -> None:
    """Keep the fields of a part: numbers as .npy, texts as their bytes and where each begins."""
    for place, values in enumerate(fields.values()):
        if isinstance(values, Pictures):
            np.save(folder / f"{part}-{place}-pictures.npy", values.numbers)
            (folder / f"{part}-{place}-shape.json").write_text(json.dumps(values.shape[1:]), encoding="utf-8")
        elif values.dtype == object:
            texts = [str(value).encode("utf-8", "replace") for value in values]
            np.save(folder / f"{part}-{place}-text.npy", np.frombuffer(b"".join(texts), "uint8"))
            np.save(folder / f"{part}-{place}-ends.npy", np.cumsum([len(text) for text in texts], dtype="int64"))
        else:
            np.save(folder / f"{part}-{place}.npy", np.ascontiguousarray(values))
    (folder / f"{part}.json").write_text(json.dumps(list(fields)), encoding="utf-8")


def read_arrays(folder: Path, part: str) -> Arrays:
    """The fields of a part: numbers stay on disk until they are asked for."""
    names = json.loads((folder / f"{part}.json").read_text(encoding="utf-8"))
    return {name: _array(folder, f"{part}-{place}") for place, name in enumerate(names)}


def _array(folder: Path, stem: str) -> Any:
    if (folder / f"{stem}.npy").exists():
        return np.load(folder / f"{stem}.npy", mmap_mode="r", allow_pickle=False)
    if (folder / f"{stem}-pictures.npy").exists():
        shape = json.loads((folder / f"{stem}-shape.json").read_text(encoding="utf-8"))
        return Pictures(folder, np.load(folder / f"{stem}-pictures.npy", allow_pickle=False), shape)
    data = np.load(folder / f"{stem}-text.npy", allow_pickle=False).tobytes()
    ends = np.load(folder / f"{stem}-ends.npy", allow_pickle=False).tolist()
    return np.array([data[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)], object)
