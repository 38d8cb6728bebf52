"""Layers that a file uses in more than one of its models. A drawing shares a layer within one model alone: here each place gets its own."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.keras_weights import Found, Path

MARK: Final = "shared_object_id"  # on a layer that was written down before, and not always on its first place
MOST_DEPTH: Final = 12


def shared_apart(config: Any) -> list[tuple[Path, ...]]:
    """The places of each layer that stands in several models, by the names of the models that lead there."""
    places: dict[str, list[Path]] = defaultdict(list)
    marked: set[str] = set()
    for path, item in _items(config, (), 0):
        said = json.dumps([path[-1], item.get("class_name"), _unmarked(item["config"])], sort_keys=True)
        places[said].append(path)
        if MARK in item:
            marked.add(said)
    groups = [tuple(paths) for said, paths in places.items() if said in marked and len({path[:-1] for path in paths}) > 1]
    inside = {path for paths in groups for path in paths}
    return [paths for paths in groups if not any(path[:-1] in inside for path in paths)]


def _items(config: Any, above: Path, depth: int) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every layer of a model and of those within it, with its place."""
    items = config if isinstance(config, list) else config.get("layers") if isinstance(config, Mapping) else None
    for item in items if isinstance(items, list) and depth < MOST_DEPTH else ():
        if not isinstance(item, Mapping) or not isinstance(inner := item.get("config"), Mapping):
            continue
        path = (*above, str(item.get("name") or inner.get("name") or ""))
        yield path, item
        yield from _items(inner, path, depth + 1)


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    return {key: _unmarked(item) for key, item in value.items() if key != MARK} if isinstance(value, Mapping) else value


def sentence(paths: Sequence[Path]) -> str:
    """What the report says of such a layer."""
    where = " and ".join(path[-2] if len(path) > 1 else "the network itself" for path in paths)
    return f"{paths[0][-1]} stands in {where}, one layer in the file. Here each place has its own: they start equal, and training parts them."


def spread(found: Found, groups: Sequence[tuple[Path, ...]]) -> Found:
    """The weights with those of such layers at each of their places: the file holds them at the first alone."""
    for paths in groups:
        held = {path: arrays for path, arrays in found.items() for start in paths if path[: len(start)] == start}
        for start in paths:
            found |= {(*start, *rest): arrays for rest, arrays in _within(held, paths).items() if (*start, *rest) not in found}
    return found


def _within(held: Mapping[Path, Any], paths: Sequence[Path]) -> dict[Path, Any]:
    """The arrays of such a layer, by their places within it."""
    return {path[len(start) :]: arrays for start in paths for path, arrays in held.items() if path[: len(start)] == start}
