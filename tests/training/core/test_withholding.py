"""Samples that are kept back: nobody finds them in what may be seen, and what may be seen is a data set like any other."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.core.data import DataSpec
from tests.training.core.eyes.test_layers import words_network
from tests.training.core.eyes.watched import look, watch
from tests.training.core.making import small
from tests.training.core.own_data.making import assert_same, by_script, flowers, made, place_for, proposed
from tests.training.core.own_data.test_arrays import FILES
from training.core import datasets, own_data
from training.core.own_data import WrongData, store
from training.core.own_data.recipe import Split
from training.core.predict import Predictor
from training.core.samples import samples, vocabulary
from training.core.withholding import read_hidden, withhold
from training.eyes_schemas import Layered

NAME = "own_aaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path) -> Iterator[Path]:
    before = list(store._root)
    store.keep_in(tmp_path)
    yield tmp_path
    store._root[:] = before


def parted(source: str, kept: Path, share: float = 0.3, seed: int = 5) -> tuple[DataSpec, dict[str, Any]]:
    spec = withhold(source, share, seed, kept / NAME, kept / "hidden")
    return spec, read_hidden(kept / "hidden")


def rows(*parts: dict[str, Any], field: str) -> list[bytes]:
    return [np.ascontiguousarray(row).tobytes() for part in parts for row in part[field]]


@pytest.mark.parametrize(("source", "field"), [("iris", "features"), ("digits", "image"), ("novels", "passage")])
def test_every_sample_is_in_one_part_and_the_classes_are_shared_out_evenly(source: str, field: str, kept: Path) -> None:
    spec, hidden = parted(source, kept)
    train, test = own_data.load(NAME)
    whole = datasets.load(source)
    told = [str(each) for part in (train, test, hidden) for each in part[field]] if field == "passage" else rows(train, test, hidden, field=field)
    every = [str(each) for part in whole for each in part[field]] if field == "passage" else rows(*whole, field=field)
    assert sorted(told) == sorted(every)
    assert len(hidden[spec.target]) == round(len(every) * 0.3)
    assert (spec.train_samples, spec.test_samples) == (len(train[spec.target]), len(test[spec.target]))
    shares = [np.bincount(np.asarray(part[spec.target])) / len(part[spec.target]) for part in (hidden, train)]
    assert np.abs(shares[0] - shares[1]).max() < 0.03


@pytest.mark.parametrize("title", ["Fashion-MNIST", "titanic.v2 train", "1st try", "図"])
def test_the_loader_has_a_name_that_python_takes(title: str, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = datasets.find("iris")
    assert spec is not None
    monkeypatch.setattr(datasets, "find", lambda _: spec.model_copy(update={"title": title}))
    found = withhold("iris", 0.3, 5, kept / NAME, kept / "hidden")
    assert found.loader.function in {node.name for node in ast.parse(found.loader.source).body if isinstance(node, ast.FunctionDef)}


def test_nothing_in_the_folder_of_what_may_be_seen_holds_a_hidden_sample(kept: Path) -> None:
    _, hidden = parted("iris", kept)
    with np.load(next((kept / NAME).glob("*.npz"))) as file:
        shown = {name: file[name] for name in file.files}
    seen = {*rows(shown, field="features_train"), *rows(shown, field="features_test")}
    doubles = {row for row in rows(hidden, field="features") if rows(*datasets.load("iris"), field="features").count(row) > 1}
    assert not seen & set(rows(hidden, field="features")) - doubles
    assert {path.name.split("-")[0] for path in (kept / NAME).iterdir()} == {
        "train",
        "test",
        "train.json",
        "test.json",
        "spec.json",
        "iris_visible.npz",
    }


def test_another_seed_hides_other_samples(kept: Path) -> None:
    _, first = parted("iris", kept)
    withhold("iris", 0.3, 6, kept / "own_bbbbbbbbbbbb", kept / "other")
    assert rows(first, field="features") != rows(read_hidden(kept / "other"), field="features")


def test_of_a_series_the_end_is_hidden_and_nothing_that_is_seen_tells_of_it(kept: Path) -> None:
    _, hidden = parted("sunspots", kept, 0.2)
    train, test = own_data.load(NAME)
    whole = np.concatenate([part["past"] for part in datasets.load("sunspots")])[:, :, 0]
    place = {row.tobytes(): at for at, row in enumerate(np.ascontiguousarray(whole))}
    at = {
        name: [place[np.ascontiguousarray(row[:, 0]).tobytes()] for row in part["past"]]
        for name, part in (("train", train), ("test", test), ("hidden", hidden))
    }
    window = whole.shape[1]
    assert max(at["hidden"]) == len(whole) - 1
    assert max(at["train"]) + window < min(at["test"])
    assert max(at["test"]) + window < min(at["hidden"])


def test_what_is_held_out_by_time_is_hidden_by_time(kept: Path) -> None:
    path = place_for(kept, "flowers.csv", flowers())
    source = made(path, proposed(path, missing="mean", split=Split(by="time", column="seen")))
    _, hidden = parted(source.name, kept, 0.1)
    test = own_data.load(source.name)[1]
    assert rows(hidden, field=source.input) == rows(test, field=source.input)[-len(hidden[source.input]) :]


def patients(kept: Path) -> str:
    """The name of a table of five patients one after the other, twenty rows each, of whom the last tests; its one number counts the rows."""
    rows = [f"{place},{'abcde'[place // 20]},{'yes' if place % 3 else 'no'}" for place in range(100)]
    path = place_for(kept, "patients.csv", "\n".join(["at,who,ill", *rows]))
    inputs = [{"name": "at", "columns": ["at"]}]
    return made(path, proposed(path, inputs=inputs, target="ill", split={"by": "column", "column": "who", "held_out": ["e"]})).name


def given_parts(kept: Path) -> str:
    """The name of arrays that their file keeps apart, class after class."""
    path = place_for(kept, "things.npz", FILES["classes that a part of its own has in order"])
    return made(path, proposed(path)).name


@pytest.mark.parametrize(("share", "trained", "seen"), [(0.2, 64, 80), (0.3, 56, 70)])
def test_what_is_held_out_by_groups_is_parted_in_the_order_of_the_file(share: float, trained: int, seen: int, kept: Path) -> None:
    spec, hidden = parted(patients(kept), kept, share)
    train, test = own_data.load(NAME)
    at = [part["at"].ravel().astype(int).tolist() for part in (train, test, hidden)]
    assert [sorted(part) for part in at] == [[*range(trained)], [*range(trained, seen)], [*range(seen, 100)]]
    assert at[0] != sorted(at[0])  # Keras validates on the last
    assert_same((train, test), by_script(spec, kept / NAME))


@pytest.mark.parametrize("source", [patients, given_parts])
def test_data_from_before_rows_were_mixed_hides_the_same_samples_as_data_of_now(source: Callable[[Path], str], kept: Path) -> None:
    name = source(kept)
    _, now = parted(name, kept)
    folder = store.folder_of(name)
    train, test = own_data.load(name)
    every = {field: np.concatenate([train[field], test[field]])[np.load(folder / store.ORDER)] for field in train}
    count = len(next(iter(train.values())))
    for part, places in (("train", slice(count)), ("test", slice(count, None))):
        store.write_arrays(folder, part, {field: values[places] for field, values in every.items()})
    (folder / store.ORDER).unlink()
    withhold(name, 0.3, 5, kept / "own_bbbbbbbbbbbb", kept / "before")
    field = next(iter(train))
    assert sorted(rows(now, field=field)) == sorted(rows(read_hidden(kept / "before"), field=field))


def test_the_script_reads_what_may_be_seen_as_the_worker_does(kept: Path, tmp_path: Path) -> None:
    spec, _ = parted("novels", kept)
    program = "\n".join(
        [*spec.loader.imports, spec.loader.source, f"train, test = {spec.loader.function}()", "print(train['passage'][3], len(test['tokens']))"]
    )
    (kept / NAME / "read.py").write_text(program)
    said = subprocess.run([sys.executable, str(kept / NAME / "read.py")], capture_output=True, text=True, check=True).stdout
    train, test = own_data.load(NAME)
    assert said.strip() == f"{train['passage'][3]} {len(test['tokens'])}"
    assert [*spec.loader.files] == ["novelists_visible.npz"]


def test_the_words_of_what_may_be_seen_are_shown_and_watched_and_asked_even_when_it_is_gone(kept: Path, tmp_path: Path) -> None:
    name = "own_novelsvisibl"
    withhold("novels", 0.2, 5, kept / name, kept / "hidden")
    first = samples(name, 0, 1)["samples"][0]["values"]
    assert len(str(first["tokens"]).split()) > 5
    folder = tmp_path / "run"
    folder.mkdir()
    document = words_network()
    watch(document.model_copy(update={"training": document.training.model_copy(update={"dataset": name})}), folder, small(name))
    assert all(len(words) == 40 for words in Layered.model_validate(look(folder, "layers")).layers[0].words)
    asked = Predictor(folder)
    said = asked.predict({"tokens": "call me ishmael"})
    assert said["predictions"][0]["label"] in {"Jane Austen", "Herman Melville"}
    assert str(asked.judged(count=1)["samples"][0]["sample"]["values"]["tokens"])
    shutil.rmtree(kept / name)  # with its assignment
    vocabulary.cache_clear()
    assert Predictor(folder).predict({"tokens": "call me ishmael"}) == said


def test_too_few_samples_are_refused(kept: Path) -> None:
    with pytest.raises(WrongData, match="too few"):
        parted("iris", kept, 0.01)
    assert not (kept / NAME).exists()


def test_a_data_set_that_there_is_not_is_refused(kept: Path) -> None:
    with pytest.raises(KeyError):
        parted("nothing", kept)
