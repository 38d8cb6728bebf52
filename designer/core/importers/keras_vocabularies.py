"""The vocabularies in a .keras file, which stand beside its config, put into the config: layers that look words up come back with what they know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer.core.document import MAX_NUMBER
from designer.core.importers.archives import Archive
from designer.core.importers.h5_files import H5Group
from designer.core.importers.keras_entries import read_entry
from designer.core.importers.spelling import snake_case

FOLDER: Final = "assets/"
FILE: Final = "/vocabulary.txt"
IDF: Final = "idf_weights"
MOST_BYTES: Final = 2_000_000  # of all vocabularies together: a document holds 5 MB
MOST_DEPTH: Final = 12
NUMBERS: Final = frozenset({"int32", "int64"})


@dataclass
class Vocabularies:
    """The vocabularies of an archive, by the places of their layers; `lost` are the layers whose vocabulary could not be read, and why."""

    archive: Archive
    weights: H5Group | None = None
    left: int = MOST_BYTES
    lost: dict[str, str] = field(default_factory=dict)

    def put_into(self, model: Any, path: str = "", depth: int = 0) -> Any:
        """The config of a model, {class_name, config}, with the vocabulary of each layer that has one."""
        config = model.get("config") if isinstance(model, dict) else None
        items = config.get("layers") if isinstance(config, dict) else None
        if config is None or not isinstance(items, list) or depth > MOST_DEPTH:
            return model
        counts: Counter[str] = Counter()
        told = [self._item(item, place, path, counts, depth) for place, item in enumerate(items)]
        return {**model, "config": {**config, "layers": told}}

    def _item(self, item: Any, place: int, path: str, counts: Counter[str], depth: int) -> Any:
        entry = read_entry(item, place)
        if entry.is_operation:
            return item
        base = snake_case(entry.class_name)
        key = f"{path}layers/{base}_{counts[base]}" if counts[base] else f"{path}layers/{base}"
        counts[base] += 1
        if entry.is_model:
            return self.put_into(item, f"{key}/", depth + 1)
        if f"{FOLDER}{key}{FILE}" not in self.archive.names or entry.config.get("vocabulary") is not None:
            return item
        words = self._words(f"{FOLDER}{key}{FILE}", entry.name, is_numbers=entry.config.get("vocabulary_dtype") in NUMBERS)
        return item if words is None else {**item, "config": {**entry.config, "vocabulary": words, **self._idf(key, entry.config)}}

    def _words(self, file: str, layer: str, *, is_numbers: bool) -> list[Any] | None:
        """The words of a file; None where they cannot be kept, which is told."""
        size = self.archive.size(file)
        if size > self.left:
            self.lost[layer] = f"is larger ({size:,} bytes) than what a network keeps"
            return None
        self.left -= size
        try:
            lines = self.archive.read(file).decode("utf-8").splitlines()
            found = [int(line) for line in lines] if is_numbers else lines
        except ValueError:
            self.lost[layer] = "cannot be read"
            return None
        while found and found[-1] == "":
            found.pop()
        if any("\x00" in word if isinstance(word, str) else abs(word) > MAX_NUMBER for word in found):
            self.lost[layer] = "holds what no network can keep"
            return None
        return found

    def _idf(self, key: str, config: Mapping[str, Any]) -> dict[str, Any]:
        """How much each word counts, of a layer that weighs them so."""
        if config.get("output_mode") != "tf_idf" or self.weights is None:
            return {}
        found = self.weights.array(f"{key}/vars/{IDF}")
        return {} if found is None else {IDF: [float(number) for number in found.ravel()]}
