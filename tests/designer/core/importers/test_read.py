"""What a file is, and what is said of files that nobody can read."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest

from designer.core import importers
from designer.core.document import Document
from designer.core.importers import read
from designer.core.importers.imported import Fault, Unreadable
from designer.core.importers.recognition import recognise
from designer.core.weights import digest, to_bytes

DOCUMENT: dict[str, Any] = {
    "version": 2,
    "name": "digits",
    "nodes": [{"id": "input_layer", "layer": "Input", "config": {"shape": [8]}}, {"id": "dense", "layer": "Dense", "config": {"units": 2}}],
    "edges": [{"from": ["input_layer", 0], "to": ["dense", "inputs", 0]}],
}


def zipped(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


KINDS = {
    "a Keras file": (zipped({"config.json": "{}"}), "archive"),
    "an HDF5 file": (b"\x89HDF\r\n\x1a\n" + b"\0" * 9, "keras_file"),
    "JSON of Keras": (b'{"class_name": "Sequential", "config": []}', "keras_config"),
    "JSON of Keras written twice": (json.dumps('{"class_name": "Sequential", "config": []}').encode(), "keras_config"),
    "JSON of Keras with a mark in front": (b'\xef\xbb\xbf{"class_name": "Sequential"}', "keras_config"),
    "JSON of Keras in UTF-16": ('{"class_name": "Sequential"}'.encode("utf-16"), "keras_config"),
    "YAML of Keras": (b"backend: tensorflow\nclass_name: Model\nconfig:\n  layers: []\n", "keras_config"),
    "a notebook": (b'{"cells": [], "nbformat": 4}', "python"),
    "a document": (json.dumps(DOCUMENT).encode(), "document"),
    "a prototxt": (b'name: "LeNet"\nlayer {\n  name: "data"\n}\n', "caffe"),
    "an old prototxt": (b"layers {\n  type: RELU\n}\n", "caffe"),
    "a program": (b"from keras.models import Sequential\nmodel = Sequential()\n", "python"),
    "a line of a program": (b"model.add(Dense(32))", "python"),
    "a program with an error in it": (b"model = Sequential(\nmodel.add(Dense(32)", "python"),
    "an ONNX file": (b"\x08\x07\x12\x04test\x3a\x00", "onnx"),
    "an ONNX file without zeros": (b"\x08\x07\x12\x04test\x3a\x02ab", "onnx"),
}


@pytest.mark.parametrize(("data", "kind"), KINDS.values(), ids=KINDS.keys())
def test_a_file_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert recognise("", data).kind == kind
    assert recognise("wrongly.bin", data).kind == kind


NO_NETWORK = {
    "nothing": (b"", "empty"),
    "white space": (b" \n\t", "empty"),
    "prose": (b"Dear Sir or Madam, a letter", "no network in this text"),
    "other JSON": (b'{"colour": "red"}', "no network in this JSON"),
    "a list": (b"[1, 2, 3]", "no network in this JSON"),
    "deep JSON": (b"[" * 200_000 + b"]" * 200_000, "deeper than any network"),
    "a pickle": (b"\x80\x04\x95\x10\0\0\0", "pickle"),
    "a PyTorch file": (zipped({"archive/data.pkl": b"\x80\x02"}), "PyTorch"),
    "a SavedModel": (zipped({"m/saved_model.pb": b"\x08", "m/variables/variables.index": b""}), "SavedModel"),
    "arrays": (zipped({"arr_0.npy": b"\x93NUMPY"}), "arrays"),
    "an archive of two programs": (zipped({"a.py": "import keras", "b.py": "import keras"}), "a.py, b.py"),
    "an archive in an archive": (zipped({"a.zip": zipped({"b.py": ""})}), "another archive"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
    "a .tflite": (b"\x1c\0\0\0TFL3\0\0", "LiteRT"),
    "something packed": (b"\x1f\x8b\x08\0", "gzip"),
    "a web page": (b"<!DOCTYPE html><html>from keras import</html>", "web page"),
    "a solver": (b'net: "train_val.prototxt"\nbase_lr: 0.01\n', "solver"),
    "noise": (bytes(range(256)) * 9, "cannot be told"),
}


@pytest.mark.parametrize(("data", "words"), NO_NETWORK.values(), ids=NO_NETWORK.keys())
def test_of_what_holds_no_network_a_sentence_is_said(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as refused:
        read("file", data)
    assert not isinstance(refused.value, Fault)
    assert str(refused.value).endswith((".", ")"))


def test_a_document_comes_back_as_it_was() -> None:
    found = read("digits.json", json.dumps(DOCUMENT).encode())
    assert found.documents == (Document.model_validate(DOCUMENT),)
    assert [note.kind for note in found.report] == ["read"]


def test_a_template_and_an_answer_of_the_api_hold_a_document() -> None:
    assert read("x.json", json.dumps({"id": "a", "document": DOCUMENT}).encode()).documents[0].name == "digits"


def test_a_document_that_is_not_sound_is_refused_with_its_faults() -> None:
    wrong = DOCUMENT | {"nodes": [{"id": "1", "layer": "Dense"}]}
    with pytest.raises(Unreadable, match=r"nodes\.0\.id"):
        read("x.json", json.dumps(wrong).encode())


@pytest.mark.parametrize("folder", ["", "digits/"])
def test_the_archive_of_a_run_brings_the_trained_weights(folder: str) -> None:
    weights = {"dense": (np.ones((8, 2), "float32"), np.zeros(2, "float32"))}
    data = zipped({f"{folder}document.json": json.dumps(DOCUMENT), f"{folder}weights.npz": to_bytes(weights), f"{folder}train.py": "import keras"})
    found = read("run.zip", data)
    assert found.documents[0].weights is not None
    assert found.documents[0].weights.digest == digest(weights)
    assert list(found.weights) == [digest(weights)]


def test_an_archive_with_damaged_weights_is_refused() -> None:
    damaged = zipped({"document.json": json.dumps(DOCUMENT), "weights.npz": zipped({"dense/0.npy": b"\x93NUMPY\x01\0\x20\0nonsense"})})
    with pytest.raises(Unreadable, match="weights in this archive are damaged"):
        read("run.zip", damaged)


def test_a_reader_that_fails_is_told_as_a_sentence(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(importers, "recognise", lambda name, data: 1 / 0)
    with pytest.raises(Fault, match="could not be read to its end"):
        read("x", b"x")
    assert "ZeroDivisionError" in caplog.text
