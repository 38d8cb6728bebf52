"""A run's trained model in another format: written, run and compared on samples of the data that it was trained with."""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import keras
import numpy as np

from designer.core import catalog as catalogue
from designer.core.build import deep_recursion
from designer.core.document import Document, parse
from designer.core.exporters.export import export
from designer.core.exporters.exported import CannotExport, Exported
from designer.core.exporters.formats import FormatName
from designer.core.exporters.samples import sample_arrays
from designer.core.exporters.serving import Serving
from designer.core.fitting import resolve
from designer.core.plan import plan
from designer.core.stated import refuse_python
from training.core import datasets
from training.core.folder import DOCUMENT_FILE, EXPORT_FILE, EXPORTS_FOLDER, MODEL_FILE

SAMPLES = 128  # of the training data: what ranges are read from, and what outputs are compared on
MADE_UP = "The data set is not here any more: the file was compared on numbers made up for it."
NEEDS_DATA = "8 bits need the training data, to see how large values get, and the data set is not here any more. Take LiteRT in floating point."
NEEDS_COMPILING = frozenset({"keras", "h5"})  # formats that keep the optimizer, so that training can go on


def export_run(folder: Path, format: FormatName) -> dict[str, Any]:  # noqa: A002  # the word for it
    """Export a run's model into its folder; what is to be said of the file (`training.schemas.ExportOut`). Raises CannotExport."""
    began = time.perf_counter()
    refuse_python(plan(_document(folder), catalogue.load()), "The trained model cannot be exported")
    with deep_recursion():
        model: keras.Model = keras.models.load_model(folder / MODEL_FILE, compile=format in NEEDS_COMPILING)
        samples = _samples(folder, model)
        if samples is None and format == "litert_int8":
            raise CannotExport(NEEDS_DATA)
        with _unfinished(folder / EXPORTS_FOLDER, format) as place:
            found = export(model, format, place, samples or sample_arrays(model, SAMPLES))
            told = _told(format, found, time.perf_counter() - began, () if samples else (MADE_UP,))
            (place / EXPORT_FILE).write_text(json.dumps(told), encoding="utf-8")
    return told


def _told(format: FormatName, found: Exported, seconds: float, notes: tuple[str, ...]) -> dict[str, Any]:  # noqa: A002
    told = asdict(found) | {"format": format, "file": found.path.name, "seconds": round(seconds, 2), "notes": [*found.notes, *notes]}
    del told["path"]
    return told


@contextmanager
def _unfinished(exports_folder: Path, format: str) -> Iterator[Path]:  # noqa: A002
    """A folder that takes the place of the format's own when nothing was raised; the run's own must be there."""
    exports_folder.mkdir(exist_ok=True)
    place, final = exports_folder / f".{format}", exports_folder / format
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
        shutil.rmtree(final, ignore_errors=True)
        place.rename(final)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _document(folder: Path) -> Document:
    return parse(json.loads((folder / DOCUMENT_FILE).read_text(encoding="utf-8")))


def _samples(folder: Path, model: keras.Model) -> Sequence[np.ndarray] | None:
    """Samples spread over the training data, in the order of the model's inputs; None where the data set is gone."""
    document = _document(folder)
    spec = datasets.find(document.training.dataset or "")
    if spec is None:
        return None
    fields = resolve(plan(document, catalogue.load()), document.training, spec).inputs
    train, _ = datasets.load(spec.name)
    arrays = [train[fields[name]] for name in Serving.of(model).inputs]
    count = math.ceil(len(arrays[0]) / SAMPLES)
    return [array[::count] for array in arrays]
