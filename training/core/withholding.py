"""Keeping samples of a data set back: the others become a data set of their own, with a file for its script; these are known to nobody.

Which samples are kept back is drawn by a seed, class by class where the target is a class. Where samples follow each other in time, the last
ones are, and those before them that tell of the same time are left out. All of this goes by the order of the file that a data set was made of:
mixed parts are seen as if they were not, and what is seen of them stays mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from designer.core.codegen.expressions import Name, laid_out, quoted
from designer.core.data import DataSpec
from training.core import datasets
from training.core.own_data import WrongData, store
from training.core.own_data.pictures import Pictures
from training.core.own_data.spec import file_name, function_name, loader

Array = NDArray[Any]
HIDDEN = "hidden"
FEWEST = 4  # samples in each part
MOST_PICTURES = 1_000_000_000  # bytes that pictures take once they are read
BY_ORDER = ("time", "column")
INDENT = "    "
COMPARED = 50  # windows that are looked at to see whether samples follow each other in time


@dataclass(frozen=True)
class Places:
    """Which samples go where, by their places among all of them."""

    train: Array
    test: Array
    hidden: Array


def withhold(source: str, share: float, seed: int, visible: Path, hidden: Path) -> DataSpec:
    """Part a data set: what may be seen is a data set in the folder `visible`, named like it; the rest lies in the folder `hidden`.

    Raises KeyError for a data set that there is not, and WrongData for one that cannot be parted.
    """
    spec = datasets.find(source)
    if spec is None:
        raise KeyError(source)
    train, test = datasets.load(source)
    every = {name: _joined(train[name], test[name]) for name in train}
    places = _drawn(spec, every, len(train[spec.target]), share, seed)
    parts = {part: {name: values[getattr(places, part)] for name, values in every.items()} for part in (*store.PARTS, HIDDEN)}
    for folder in (visible, hidden):
        folder.mkdir(parents=True)
    store.write_arrays(hidden, HIDDEN, parts[HIDDEN])
    for part in store.PARTS:
        store.write_arrays(visible, part, parts[part])
    file = f"{file_name(f'{spec.title.lower()}.npz')[:-4] or 'data'}_visible.npz"
    _write_file(visible / file, parts)
    found = _described(spec, visible.name, file, parts)
    store.describe(visible, found)
    return found


def read_hidden(folder: Path) -> dict[str, Array]:
    """The samples that were kept back."""
    return store.read_arrays(folder, HIDDEN)


def _joined(train: Any, test: Any) -> Array:
    """A field of both parts. Pictures are read: those that are kept back must not lie with the others."""
    for part in (train, test):
        if isinstance(part, Pictures) and np.prod(part.shape, dtype="int64") * 8 > MOST_PICTURES:
            raise WrongData("These pictures are too many, or too large, for a part of them to be hidden. Take a smaller data set.")
    joined = np.concatenate([np.asarray(train), np.asarray(test)])
    if joined.dtype == object:
        return np.array([str(text).replace("\0", " ") for text in joined], object)
    return joined


def _drawn(spec: DataSpec, every: Mapping[str, Array], trained: int, share: float, seed: int) -> Places:
    count = len(every[spec.target])
    order = _order(spec, count)
    hidden = round(count * share)
    tests = (count - trained) / count
    if min(hidden if share else FEWEST, round((count - hidden) * tests), round((count - hidden) * (1 - tests))) < FEWEST:
        raise WrongData(f"There are {count:,} samples, too few to hide a share of {share:g}. Hide another share, or take a larger data set.")
    gap = _overlap(spec, every, order)
    if gap or _is_ordered(spec):
        seen = count - hidden - (gap if hidden else 0)
        test = round(seen * tests)
        if seen - test - gap < FEWEST or test < FEWEST:
            raise WrongData("This series is too short to hide a part of it. Hide a smaller share, or take a longer series.")
        parts = order[: seen - test - gap], order[seen - test : seen], order[count - hidden :]
    else:
        labels = every[spec.target][order] if spec.task == "classification" and every[spec.target].ndim == 1 else np.zeros(count, int)
        parts = _cut(order[_spread(labels, np.random.default_rng(seed))], count - hidden, tests)
    return Places(*map(np.sort, parts))


def _cut(order: Array, seen: int, tests: float) -> tuple[Array, Array, Array]:
    train = seen - round(seen * tests)
    return order[:train], order[train:seen], order[seen:]


def _spread(labels: Array, draw: np.random.Generator) -> Array:
    """Every place once, in an order drawn at random of which each stretch holds the classes in equal shares."""
    rank = np.empty(len(labels))
    for label in np.unique(labels):
        members = draw.permutation(np.flatnonzero(labels == label))
        rank[members] = (np.arange(len(members)) + draw.random()) / len(members)
    return np.argsort(rank, kind="stable")


def _order(spec: DataSpec, count: int) -> Array:
    """The places of all samples in the order of their file."""
    order = store.order_of(spec.name) if spec.own else None
    return np.arange(count) if order is None else order


def _overlap(spec: DataSpec, every: Mapping[str, Array], order: Array) -> int:
    """Of windows over one series, how many before a window tell of its time; 0 where samples stand for themselves."""
    ahead = max((every[field.name][0].size for field in spec.fields if field.kind == "value"), default=1)
    for field in spec.fields:
        values = every[field.name]
        if field.kind == "series" and values.ndim > 2 and len(values) > COMPARED and values.shape[1] > 1:
            some = np.asarray(values[order[: COMPARED + 1]])
            if np.array_equal(some[1:, :-1], some[:-1, 1:]):
                return int(values.shape[1] + ahead)
    return 0


def _is_ordered(spec: DataSpec) -> bool:
    """Whether what is held out was chosen by time or by groups: then what is kept back is chosen among the last, too."""
    return spec.own and (store.folder_of(spec.name) / store.RECIPE).exists() and store.recipe_of(store.folder_of(spec.name)).split.by in BY_ORDER


def _write_file(path: Path, parts: Mapping[str, Mapping[str, Array]]) -> None:
    """The file that the script reads: numbers as arrays, texts as one with NULs between them."""
    arrays = {f"{name}_{part}": _as_numbers(values) for part in store.PARTS for name, values in parts[part].items()}
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _as_numbers(values: Array) -> Array:
    return np.frombuffer("\0".join(values).encode("utf-8", "replace"), "uint8") if values.dtype == object else values


def _described(spec: DataSpec, name: str, file: str, parts: Mapping[str, Mapping[str, Array]]) -> DataSpec:
    function = function_name(file)
    lines = [
        f"def {function}():",
        f'{INDENT}"""The samples that may be seen: a part to train with, and one held out to test with."""',
        f"{INDENT}with np.load(Path(__file__).parent / {quoted(file)}) as file:",
        f"{INDENT * 2}data = {{name: file[name] for name in file.files}}",
    ]
    for part in store.PARTS:
        told = {field: Name(_read(f"{field}_{part}", values)) for field, values in parts[part].items()}
        lines += laid_out(f"{part} = ", told, indent=INDENT)
    lines.append(f"{INDENT}return train, test")
    imports = ["from pathlib import Path", "import numpy as np"]
    return spec.model_copy(
        update={
            "name": name,
            "title": f"{spec.title} (visible part)",
            "train_samples": len(parts["train"][spec.target]),
            "test_samples": len(parts["test"][spec.target]),
            "loader": loader(imports, lines, function, file, ()),
            "own": True,
        }
    )


def _read(name: str, values: Array) -> str:
    if values.dtype != object:
        return f"data[{quoted(name)}]"
    return f'np.array(data[{quoted(name)}].tobytes().decode().split("\\0"), object)'
