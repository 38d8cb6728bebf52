"""The weights in Keras's files -> by node of the document: by name where the file has names, by order where it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from designer.core.importers.h5_files import H5Group, arrays_below
from designer.core.importers.keras_entries import LayerEntry, ModelEntry, read_model
from designer.core.importers.keras_wrapped import chain, wrapped_model
from designer.core.importers.legacy_weights import Origin, converted
from designer.core.importers.spelling import snake_case
from designer.core.weights import SEPARATOR, Weights

Path = tuple[str, ...]
Found = dict[Path, tuple[np.ndarray, ...]]
CONTAINERS: Final = ("layers", "_layer_checkpoint_dependencies")
MOST_DEPTH: Final = 12


def leaves(model: ModelEntry, path: Path = ()) -> Iterator[tuple[Path, LayerEntry]]:
    """Every layer of a model that is none itself, with the models that lead to it, in the order of the file."""
    for entry in model.layers:
        held = wrapped_model(entry)
        if held is not None:
            yield from (((*path, entry.name, layer.name), layer) for layer in chain(held) or ())
        elif entry.is_model and len(path) < MOST_DEPTH:
            yield from leaves(read_model(entry.class_name, dict(entry.config), entry.name), (*path, entry.name))
        else:
            yield (*path, entry.name), entry


def modern_weights(root: H5Group, model: ModelEntry, path: Path = ()) -> Found:
    """The weights of a .keras or .weights.h5 file, in which layers are numbered by class."""
    group = next((inner for name in CONTAINERS if (inner := root.group(name)) is not None), None)
    counts: Counter[str] = Counter()
    found: Found = {}
    for entry in model.layers if group is not None else ():
        if entry.is_operation:
            continue
        base = snake_case(entry.class_name)
        key = f"{base}_{counts[base]}" if counts[base] else base
        counts[base] += 1
        inner = group.group(key) if group is not None else None
        if inner is None:
            continue
        if entry.is_model and len(path) < MOST_DEPTH:
            found |= modern_weights(inner, read_model(entry.class_name, dict(entry.config), entry.name), (*path, entry.name))
        elif (held := wrapped_model(entry)) is not None and len(path) < MOST_DEPTH:
            below = inner.group("layer")
            found |= modern_weights(below, ModelEntry(held.name, tuple(chain(held) or ())), (*path, entry.name)) if below is not None else {}
        elif arrays := tuple(arrays_below(inner)):
            found[(*path, entry.name)] = arrays
    return found


def legacy_groups(root: H5Group) -> list[tuple[str, list[tuple[str, np.ndarray]]]]:
    """The layers of an .h5 file in order, each with its arrays by name."""
    if root.group(FIRST_LAYER) is not None:
        return [(name, _numbered(group)) for name in root.names if (group := root.group(name)) is not None]
    groups: list[tuple[str, list[tuple[str, np.ndarray]]]] = []
    for name in root.texts("layer_names"):
        group = root.group(name)
        names = group.texts("weight_names") if group is not None else []
        arrays = [(weight, array) for weight in names if group is not None and (array := group.array(weight)) is not None]
        groups.append((name, arrays))
    return groups


FIRST_LAYER: Final = "layer_0"
"""What only the files of Keras 0 hold, in which layers and their arrays have numbers for names."""


def _numbered(group: H5Group) -> list[tuple[str, np.ndarray]]:
    return [(name, array) for name in group.names if (array := group.array(name)) is not None]


def origin_of(root: H5Group, above: H5Group) -> Origin:
    """Which Keras wrote a file, as it says itself; one that does not say was written by Keras 1, or by Keras 0, which ran on Theano."""
    if root.group(FIRST_LAYER) is not None:
        return Origin(1, "theano")
    version = root.text("keras_version") or above.text("keras_version") or "1"
    return Origin(int(version[0]) if version[:1].isdigit() else 2, root.text("backend") or above.text("backend"))


def legacy_weights(root: H5Group, model: ModelEntry, origin: Origin) -> tuple[Found, list[str]]:
    """The weights of an .h5 file by path, and the layers whose weights could not be told apart."""
    entries = {entry.name: entry for entry in _side_by_side(model)}
    found: Found = {}
    lost: list[str] = []
    for name, arrays in legacy_groups(root):
        entry = entries.get(name)
        if not arrays:
            continue
        if entry is None:
            lost.append(name)
        elif entry.is_model or wrapped_model(entry) is not None:
            parts = _nested(entry, arrays, origin)
            found |= parts
            if sum(len(part) for part in parts.values()) < len(arrays):
                lost.append(name)
        else:
            found[(name,)] = tuple(converted(entry.class_name, entry.config, [array for _, array in arrays], origin))
    return found, lost


def _side_by_side(model: ModelEntry, depth: int = 0) -> Iterator[LayerEntry]:
    """The layers of a model, with those of the branches that Keras 1's Merge joined: their weights stand beside the others."""
    for entry in model.layers:
        branches = entry.config.get("layers")
        for branch in branches if isinstance(branches, list) and not entry.is_model and depth < MOST_DEPTH else ():
            if isinstance(branch, dict) and isinstance(branch.get("class_name"), str):
                yield from _side_by_side(read_model(branch["class_name"], branch.get("config")), depth + 1)
        yield entry


def _nested(entry: LayerEntry, arrays: Sequence[tuple[str, np.ndarray]], origin: Origin) -> Found:
    """The arrays of a model within a model, which stand in one list: each says in its name which layer it is of."""
    inside = dict(leaves(ModelEntry("", (entry,))))
    names = {path[-1]: path for path in inside}
    sorted_out: dict[Path, list[np.ndarray]] = {}
    for weight, array in arrays:
        path = owner(weight, names)
        if path is not None:
            sorted_out.setdefault(path, []).append(array)
    return {path: tuple(converted(inside[path].class_name, inside[path].config, found, origin)) for path, found in sorted_out.items()}


def owner(weight: str, names: Mapping[str, Path]) -> Path | None:
    """The layer that a weight's name begins with: dense_1/kernel:0, tower/dense_1/kernel, or dense_1_W of Keras 1."""
    parts = weight.split("/")
    for part in reversed(parts[:-1]):
        if part in names:
            return names[part]
    for part in parts:
        stem = part.partition(":")[0]
        while "_" in stem:
            stem = stem.rpartition("_")[0]
            if stem in names:
                return names[stem]
    return None


def by_node(found: Found, ids: Mapping[Path, str]) -> tuple[Weights, list[str]]:
    """The weights under their nodes' ids, joined by / within nested models; and the paths that no node stands for."""
    weights: dict[str, tuple[np.ndarray, ...]] = {}
    lost: list[str] = []
    for path, arrays in found.items():
        steps = [ids.get(path[: length + 1]) for length in range(len(path))]
        if None in steps:
            lost.append(SEPARATOR.join(path))
        else:
            weights[SEPARATOR.join(step for step in steps if step)] = arrays
    return weights, lost
