"""Files of weights alone, onto the network that is open: by name, by Keras 3's numbers, or by order and shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from designer.core import catalog as catalogue
from designer.core.build import build
from designer.core.document import Document
from designer.core.importers.archives import Archive
from designer.core.importers.h5_files import MAGIC, MOST_BYTES, H5File, H5Group, arrays_below, natural
from designer.core.importers.imported import Note, Unreadable
from designer.core.importers.keras_weights import CONTAINERS, legacy_groups, origin_of, owner
from designer.core.importers.legacy_weights import Origin, converted
from designer.core.layers import unallocated
from designer.core.model_weights import Place, fitted, in_words, places
from designer.core.plan import plan
from designer.core.stated import stand_in
from designer.core.weights import SEPARATOR, Weights

Groups = dict[str, tuple[np.ndarray, ...]]
OTHERS: Final[Mapping[str, tuple[tuple[str, Mapping[str, Any]], ...]]] = {
    "GRU": (("CuDNNGRU", {}),),
    "LSTM": (("CuDNNLSTM", {}),),
}
"""What else a layer may have been when its weights were written."""


def read_weights(data: bytes, document: Document) -> tuple[Weights, tuple[Note, ...]]:
    """The weights of a .weights.h5, .h5 or .keras file for the layers of an open network, with what fits none. Raises Unreadable."""
    wanted = _wanted(document)
    root, origin = _root(data)
    numbered = not root.texts("layer_names") and not legacy_groups(root)
    groups = _named(root, wanted)
    if numbered:
        found = list(_numbered(root))
        named = {name for _, name, arrays in found if arrays}
        numbered = not named <= {place.key for place in wanted} or len(named) < sum(bool(arrays) for *_, arrays in found)
        groups = {number if numbered else name: arrays for number, name, arrays in found}
    if not any(groups.values()):
        raise Unreadable("There are no weights in this file.")
    weights: dict[str, tuple[np.ndarray, ...]] = {}
    turned: list[Place] = []
    for place in wanted:
        key = place.number if numbered else place.key
        arrays = _as_wanted(place, groups[key], origin, turned) if key in groups else None
        if arrays is not None:
            weights[place.key] = arrays
            del groups[key]
    _by_order(wanted, groups, weights, origin, turned)
    notes = [_missing(place) for place in wanted if place.key not in weights]
    if not weights:
        raise Unreadable("None of the weights in this file fits a layer of the open network.")
    told = Note(kind="read", message=f"The weights of {len(weights)} of {len(wanted)} layers were read.")
    first = [Note(kind="changed", message=CHANNELS_FIRST)] if turned else []
    return weights, (told, *first, *notes)


CHANNELS_FIRST: Final = (
    "Kernels in this file had their channels first and were turned. The weights of a Dense behind a Flatten expect that order too: "
    "unless the network turns it already, put a Permute with dims 3, 1, 2 before the Flatten."
)


def _wanted(document: Document) -> list[Place]:
    catalog = catalogue.load()
    drawn = plan(document, catalog)
    if not drawn.is_sound:
        first = next(problem.message for problem in drawn.problems if problem.severity == "error")
        raise Unreadable(f"The open network has errors, so that no weights can be laid onto it. {first}")
    try:
        with unallocated():
            return list(places(build(drawn, catalog, python=stand_in)))  # nothing of a Python layer is executed, nor read
    except Exception as error:  # Keras refuses with every kind of exception
        raise Unreadable("Keras cannot build the open network, so that no weights can be laid onto it. Mend its errors first.") from error


def _root(data: bytes) -> tuple[H5Group, Origin]:
    if data.startswith(b"PK"):
        return H5File(Archive(data, most_bytes=MOST_BYTES).read("model.weights.h5")).root, Origin()
    if not data.startswith(MAGIC):
        raise Unreadable("This is no file of weights: .weights.h5, .h5 and .keras files are read.")
    above = H5File(data).root
    root = above.group("model_weights") or above
    return root, origin_of(root, above)


def _named(root: H5Group, wanted: Sequence[Place]) -> Groups:
    """The arrays of an .h5 file by layer; those of a nested model by the names of the weights."""
    groups: Groups = {}
    for name, arrays in legacy_groups(root):
        inside = {place.key.rpartition(SEPARATOR)[2]: (place.key,) for place in wanted if place.key.startswith(f"{name}{SEPARATOR}")}
        if not inside:
            groups[name] = tuple(array for _, array in arrays)
            continue
        for weight, array in arrays:
            found = owner(weight, inside)
            if found is not None:
                groups[found[0]] = (*groups.get(found[0], ()), array)
    return groups


def _numbered(root: H5Group, above: str = "", named: str = "") -> Iterator[tuple[str, str, tuple[np.ndarray, ...]]]:
    """The arrays of a file of Keras 3 by class and number, and by the layer's name, which later ones tell."""
    group = next((found for name in CONTAINERS if (found := root.group(name)) is not None), None)
    for name in sorted(group.names, key=natural) if group is not None else ():
        inner = group.group(name) if group is not None else None
        if inner is None:
            continue
        own = inner.group("vars")
        told = own.text("name") if own is not None else ""
        if any(container in inner.names for container in CONTAINERS):
            yield from _numbered(inner, f"{above}{name}{SEPARATOR}", f"{named}{told}{SEPARATOR}")
        else:
            yield f"{above}{name}", f"{named}{told}", tuple(arrays_below(inner))


def _as_wanted(place: Place, arrays: Sequence[np.ndarray], origin: Origin, turned: list[Place]) -> tuple[np.ndarray, ...] | None:
    """The arrays as the layer takes them, from what it may have been; None where they do not fit. `turned` gets what had channels first."""
    name, config = type(place.layer).__name__, place.layer.get_config()
    for class_name, more in ((name, {}), (name, {"dim_ordering": "th"}), *OTHERS.get(name, ())):
        found = fitted(converted(class_name, {**config, **more}, arrays, origin), place.shapes)
        if found is not None:
            turned += [place] if more else []
            return found
    return None


def _by_order(wanted: Sequence[Place], groups: Groups, weights: dict[str, tuple[np.ndarray, ...]], origin: Origin, turned: list[Place]) -> None:
    """Give each layer that has none yet the first arrays left that fit it."""
    left = [arrays for arrays in groups.values() if arrays]
    for place in wanted:
        if place.key in weights:
            continue
        for index, arrays in enumerate(left):
            found = _as_wanted(place, arrays, origin, turned)
            if found is not None:
                weights[place.key] = found
                del left[index]
                break


def _missing(place: Place) -> Note:
    message = f"No weights in the file fit {place.key}, which expects arrays of {in_words(place.shapes)}; it starts from new ones."
    return Note(kind="unread", message=message, node=place.node)
