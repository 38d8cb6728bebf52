"""A run as one zip: what it was made from, what it learned, how it went, and the script that does it again."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from designer.core import catalog as catalogue
from designer.core.backends import DEFAULT, Backend
from designer.core.build import deep_recursion
from designer.core.codegen.by_hand import ByHand, OfRun
from designer.core.codegen.script import Script, write_script
from designer.core.data import DataSpec
from designer.core.document import Document
from designer.core.importers.layerloom_file import DOCUMENT, WEIGHTS
from designer.core.importers.run_archive import RUN
from designer.core.model_weights import weights_file, weights_of
from designer.core.plan import plan
from designer.core.stated import refuse_python
from designer.core.weights import Weights, to_bytes
from training.core import datasets
from training.core.archive_readme import readme
from training.core.by_hand import sentences
from training.core.folder import ARCHIVE_FILE, BEST_FILE, EVENTS_FILE, MODEL_FILE, VERSIONS_FILE
from training.core.own_data import store
from training.core.versions import versions

SCRIPT, HISTORY, REQUIREMENTS, README = "train.py", "history.csv", "requirements.txt", "README.txt"
WEIGHTS_ENDING = ".weights.h5"  # of what the script starts from
PINNED = {"Keras": "keras", "TensorFlow": "tensorflow", "JAX": "jax", "PyTorch": "torch", "NumPy": "numpy"}
PIECE_BYTES = 1 << 20
Facts = dict[str, Any]


class CannotArchive(ValueError):
    """The run cannot be taken away as a whole; the text says why."""


@dataclass(frozen=True)
class Past:
    """What there is to say of a run besides what lies in its folder."""

    document: Document
    facts: Facts
    history: str
    """The epochs as CSV."""
    start: Weights
    """The weights it started from."""
    done: ByHand
    backend: Backend = DEFAULT


def script_of(document: Document, done: ByHand, backend: Backend = DEFAULT) -> Script:
    """The script that does a run again, on its back end, with what was done to it by hand; raises CannotArchive or CannotWrite."""
    offered = catalogue.load()
    return write_script(plan(document, offered), document, _data_set(document), offered, run=OfRun(done, backend))


def _data_set(document: Document) -> DataSpec:
    spec = datasets.find(document.training.dataset or "")
    if spec is None:
        raise CannotArchive(f"The data set {document.training.dataset!r} is not here any more, and without it no script does this run again.")
    return spec


def write(folder: Path, name: str, past: Past) -> Path:
    """Write the archive of a run into its folder; raises CannotArchive, PythonRefused or CannotWrite."""
    document, done = past.document, past.done
    refuse_python(plan(document, catalogue.load()), "The run cannot be taken away as one archive")
    spec = _data_set(document)
    _refuse_too_large(spec)
    script = script_of(document, done, past.backend)
    told = past.facts | {"versions": _versions(folder), "data": _data(spec, script), "script": SCRIPT, "by_hand": sentences(done)}
    path = folder / ARCHIVE_FILE
    unfinished = path.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as file:
        for entry, content in _entries(folder, document, script, told, past.start):
            file.writestr(f"{name}/{entry}", content)
        for own in _own_files(spec):
            file.write(store.folder_of(spec.name) / own, f"{name}/{own}")
        file.writestr(f"{name}/{HISTORY}", past.history)
        for present in (MODEL_FILE, EVENTS_FILE, *([BEST_FILE] if (folder / BEST_FILE).exists() else [])):
            file.write(folder / present, f"{name}/{present}")
    unfinished.replace(path)
    return path


def _entries(folder: Path, document: Document, script: Script, told: Facts, start: Weights) -> Iterator[tuple[str, str | bytes]]:
    yield README, readme(told)
    yield SCRIPT, script.text
    yield REQUIREMENTS, _requirements(told["versions"], script)
    yield DOCUMENT, json.dumps(document.to_json(), indent=1)
    yield RUN, json.dumps(told, indent=1)
    with deep_recursion():
        yield WEIGHTS, to_bytes(weights_of(keras.models.load_model(folder / MODEL_FILE, compile=False)))
    own = _own_files(_data_set(document))
    for name in (name for name in script.files if name not in own):
        yield name, weights_file(document, start) if name.endswith(WEIGHTS_ENDING) else datasets.read_file(document.training.dataset or "", name)


def _own_files(spec: DataSpec) -> tuple[str, ...]:
    """Files of a person's own: they may be large, and stay on the disk."""
    return spec.loader.files if spec.own else ()


def _refuse_too_large(spec: DataSpec) -> None:
    for name in _own_files(spec):
        if message := store.too_large_to_pack(spec.name, name):
            raise CannotArchive(message)


def _requirements(found: Mapping[str, str], script: Script) -> str:
    pins = [f"{package}=={found[title]}" for title, package in PINNED.items() if title in found]
    return "\n".join([*pins, *script.packages, ""])


def _versions(folder: Path) -> dict[str, str]:
    """What the run was trained with; of runs that did not note it, what is installed now."""
    try:
        found: dict[str, str] = json.loads((folder / VERSIONS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return versions()
    return found


def _bytes(piece: np.ndarray) -> bytes:
    return "".join(f"{text}\0" for text in piece.ravel().tolist()).encode() if piece.dtype == object else piece.tobytes()


def _digest(spec: DataSpec) -> str:
    """Of the files that people sent, or of all values where data comes along."""
    told = hashlib.sha256()
    for name in _own_files(spec):
        with (store.folder_of(spec.name) / name).open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                told.update(piece)
    for part in () if spec.own else datasets.load(spec.name):
        for field in sorted(part):
            array = part[field]
            told.update(f"{field} {array.dtype.str} {array.shape} ".encode())
            told.update(_bytes(np.ascontiguousarray(array)))
    return told.hexdigest()


def _data(spec: DataSpec, script: Script) -> Facts:
    facts: Facts = {name: getattr(spec, name) for name in ("name", "title", "source", "licence", "train_samples", "test_samples")}
    return facts | {"files": list(script.files), "sha256": _digest(spec), "sha256_of": "the file" if spec.own else "all values"}
