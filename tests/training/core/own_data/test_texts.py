from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.training.core.own_data.making import assert_same, by_script, kept, made, place_for, proposed, zipped
from training.core import own_data
from training.core.own_data import WrongData


def letters(encoding: str = "utf-8") -> dict[str, bytes]:
    found = {f"letters/glad/{place}.txt": f"What a fine day, für {place} of us".encode(encoding) for place in range(10)}
    found |= {f"letters/sad/{place}.txt": f"It rains again, {place} times".encode(encoding) for place in range(10)}
    return {**found, "__MACOSX/letters/._x.txt": b"junk"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_texts_in_folders_are_read_as_the_script_does(encoding: str, tmp_path: Path) -> None:
    path = place_for(tmp_path, "letters.zip", zipped(letters(encoding)))
    found = own_data.inspect(path, path.name)
    assert (found.kind, found.samples, found.classes) == ("text", 20, (("glad", 10), ("sad", 10)))
    assert ("glad", "What a fine day, für 0 of us") in found.rows
    spec = made(path, proposed(path))
    assert (spec.task, spec.last_layer.units) == ("classification", 1)
    with kept(tmp_path):
        assert_same(own_data.load(spec.name), by_script(spec, path.parent))


def test_folders_train_and_test_are_validated_on_every_class(tmp_path: Path) -> None:
    files = {f"{part}/{kind}/{place}.txt": kind.encode() for part in ("train", "test") for kind in ("a", "b", "c", "d") for place in range(20)}
    path = place_for(tmp_path, "letters.zip", zipped(files))
    recipe = proposed(path)
    assert recipe.split.by == "given"
    spec = made(path, recipe)
    with kept(tmp_path):
        ours = own_data.load(spec.name)
    assert_same(ours, by_script(spec, path.parent))
    for part in ours:
        assert [int(count) for count in np.bincount(part["label"])] == [20, 20, 20, 20]
        assert set(part["label"][-20:]) == {0, 1, 2, 3}


DAMAGED = {
    "a NUL byte": ({"letters/glad/3.txt": b"a\0b"}, "“letters/glad/3.txt” holds a NUL byte"),
    "a file in no folder": ({"stray.txt": b"a"}, "“stray.txt” lies in no folder"),
    "a bomb": ({"letters/glad/3.txt": bytes(40_000_000)}, "unpacks to 40,000,000 bytes"),
}


@pytest.mark.parametrize(("files", "sentence"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_archive_of_texts_is_answered_with_a_sentence(files: dict[str, bytes], sentence: str, tmp_path: Path) -> None:
    path = place_for(tmp_path, "letters.zip", zipped({**letters(), **files}))
    try:
        said = " ".join(fault.message for fault in own_data.inspect(path, path.name, "text").faults)
    except WrongData as wrong:
        said = str(wrong)
    assert sentence in said
