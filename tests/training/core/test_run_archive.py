"""A run on data of a person's own as one zip: the file comes along as it is, up to a size."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from designer.core.codegen.by_hand import NOTHING
from tests.designer.core.making import make_chain
from tests.training.core.making import Listener, settings
from tests.training.core.own_data.making import kept, made, pets, place_for, proposed, zipped
from training.core import run_archive
from training.core.folder import EVENTS_FILE
from training.core.loop import train
from training.core.own_data import store
from training.core.own_data.pictures import Pictures
from training.core.run_archive import CannotArchive, Past

FACTS = {"name": "Run 1", "network": "Pets", "state": "finished", "epoch": 1, "epochs": 1, "seed": 7, "summary": {}, "evaluation": {}}


def test_a_persons_file_comes_along_as_it_is_and_is_refused_where_it_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped(pets())
    path = place_for(tmp_path, "pets.zip", content)
    with kept(tmp_path):
        spec = made(path, proposed(path, image={"height": 4, "width": 4, "colour": "grey"}))
        document = make_chain(
            ("input_layer", "Input", {"shape": [4, 4, 1]}),
            ("flatten", "Flatten", {}),
            ("dense", "Dense", {"units": 1, "activation": "sigmoid"}),
            training=settings(spec.name, epochs=1),
        )
        folder = tmp_path / "run"
        folder.mkdir()
        train(document, folder, Listener().emit)
        (folder / EVENTS_FILE).touch()
        past = Past(document, FACTS | {"device": "any", "platform": ""}, "", {}, NOTHING)
        monkeypatch.setattr(Pictures, "_read", None)  # none is looked at
        with zipfile.ZipFile(run_archive.write(folder, "again", past)) as archive:
            assert archive.read("again/pets.zip") == content
            told = json.loads(archive.read("again/run.json"))["data"]
            assert (told["sha256"], told["files"]) == (hashlib.sha256(content).hexdigest(), ["pets.zip"])
            assert f"SHA-256 of the file: {told['sha256']}" in archive.read("again/README.txt").decode()
        monkeypatch.setattr(store, "LARGEST_PACKED", len(content) - 1)
        with pytest.raises(CannotArchive, match=r"pets\.zip has .* bytes, and at most"):
            run_archive.write(folder, "again", past)
