"""Keras's files -> documents with their weights: .keras archives, and the .h5 of Keras 1, 2 and 3. Weights alone go onto an open network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from designer.core.catalog import Catalog
from designer.core.document import WeightsRef
from designer.core.importers.archives import Archive
from designer.core.importers.h5_files import MAGIC, MOST_BYTES, H5File
from designer.core.importers.imported import Imported, Note, Unreadable
from designer.core.importers.keras_config import Drawn, draw
from designer.core.importers.keras_shared import spread
from designer.core.importers.keras_vocabularies import Vocabularies
from designer.core.importers.keras_weights import Found, by_node, legacy_weights, modern_weights, origin_of
from designer.core.importers.plain_text import read_plain
from designer.core.weights import digest

CONFIG: Final = "config.json"
WEIGHTS: Final = "model.weights.h5"
MOST_CONFIG: Final = 50_000_000
ALONE: Final = "This holds weights alone, and no network. Open the network that they belong to, and drop the file there."


def read(name: str, data: bytes, catalog: Catalog) -> Imported:
    """The network in a .keras or .h5 file, with its weights. Raises Unreadable."""
    title = name.rpartition("/")[2].removesuffix(".weights.h5").rpartition(".")[0] or name
    return _archive(title, data, catalog) if not data.startswith(MAGIC) else _h5(title, data, catalog)


def _archive(title: str, data: bytes, catalog: Catalog) -> Imported:
    archive = Archive(data, most_bytes=MOST_BYTES)
    root = H5File(archive.read(WEIGHTS)).root if WEIGHTS in archive.names else None
    vocabularies = Vocabularies(archive, root)
    drawn = draw(vocabularies.put_into(read_plain(archive.read(CONFIG, MOST_CONFIG))), catalog, title=title)
    sentences = [f"The vocabulary of {name} {reason}; it learns one from the data." for name, reason in vocabularies.lost.items()]
    if root is None:
        return _finished(title, drawn, {}, [*sentences, "The archive holds no weights: the network starts from new ones."])
    return _finished(title, drawn, spread(modern_weights(root, drawn.entry), drawn.shared), sentences)


def _h5(title: str, data: bytes, catalog: Catalog) -> Imported:
    root = H5File(data).root
    config = root.json("model_config")
    if config is None:
        raise Unreadable(ALONE)
    drawn = draw(config, catalog, title=title, training=root.json("training_config"))
    weights = root.group("model_weights")
    if weights is None:
        return _finished(title, drawn, {}, ["The file holds no weights: the network starts from new ones."])
    found, lost = legacy_weights(weights, drawn.entry, origin_of(weights, root))
    return _finished(title, drawn, found, [f"The weights of {name} could not be told apart; it starts from new ones." for name in lost])


def _finished(title: str, drawn: Drawn, found: Found, sentences: Sequence[str]) -> Imported:
    weights, lost = by_node(found, drawn.names)
    notes = [*drawn.notes, *(Note(kind="unread", message=sentence) for sentence in sentences)]
    notes += [Note(kind="unread", message=f"The weights of {name} belong to no layer that was read.") for name in lost]
    if not weights:
        return Imported((drawn.document,), tuple(notes))
    count = sum(array.size for arrays in weights.values() for array in arrays)
    notes.append(Note(kind="read", message=f"The weights of {len(weights)} layers were read, {count:,} numbers."))
    key = digest(weights)
    document = drawn.document.model_copy(update={"weights": WeightsRef(digest=key, title=title[:200])})
    return Imported((document,), tuple(notes), {key: weights})
