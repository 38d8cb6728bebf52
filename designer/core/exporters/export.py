"""Write a model in a format, load what was written, compare."""

from __future__ import annotations

import importlib
import logging
import math
from pathlib import Path
from typing import Any

import keras
import numpy as np

from designer.core.exporters.comparison import Comparison, compare
from designer.core.exporters.culprit import culprit
from designer.core.exporters.exported import CannotExport, Exported
from designer.core.exporters.formats import FORMATS, Format, FormatName
from designer.core.exporters.serving import Arrays, Serving
from designer.core.out_of_memory import is_out_of_memory

log = logging.getLogger(__name__)

COMPARED = 64  # samples
EXACT, HALF_EXACT = 1e-3, 5e-2  # of the largest output: what a file may differ by, in single precision and where layers compute in half of it


def export(model: keras.Model, format: FormatName, folder: Path, samples: Arrays) -> Exported:  # noqa: A002  # the word for it
    """Write a model into `folder` and prove what was written on `samples`: arrays in the order of the model's inputs, the batch first.

    Raises CannotExport; then nothing is left in the folder.
    """
    row, serving = FORMATS[format], Serving.of(model)
    module = importlib.import_module(f"designer.core.exporters.{row.module}")
    path = folder / f"{model.name}{row.suffix}"
    shown = [np.asarray(array, _dtype(tensor)) for array, tensor in zip(samples, serving.model.inputs, strict=True)]
    wanted = serving.answers(_some(serving, shown))  # before anything is written, so that what changes from call to call is noticed
    try:
        notes, found = _written(module, row, serving, path, shown)
        comparison = compare(wanted, found)
        if not comparison.is_within(_tolerance(model) if row.is_exact else math.inf):
            raise _differs(row, comparison)
    except CannotExport:
        path.unlink(missing_ok=True)
        raise
    return Exported(
        path=path,
        bytes=path.stat().st_size,
        largest_difference=comparison.difference,
        largest_output=comparison.largest,
        samples=comparison.samples,
        verified=module.VERIFIED,
        notes=(*notes, *comparison.notes),
    )


def _written(module: Any, row: Format, serving: Serving, path: Path, samples: Arrays) -> tuple[tuple[str, ...], Arrays]:
    """Write the file and run it: what there is to say of it, and what it says of samples."""
    write, run = getattr(module, row.write), getattr(module, row.run)
    try:
        return write(serving, path, samples), run(serving, path, _some(serving, samples))
    except (CannotExport, MemoryError):
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        log.info("%s could not be made", row.title, exc_info=True)
        raise _refused(row, culprit(serving, write, run, row.suffix), error) from error


def _some(serving: Serving, samples: Arrays) -> list[np.ndarray]:
    """The samples that are compared: as many as the network takes at once, where it says so."""
    count = next((tensor.shape[0] for tensor in serving.model.inputs if tensor.shape[0] is not None), COMPARED)
    return [array[:count] for array in samples]


def _dtype(tensor: Any) -> Any:
    return object if tensor.dtype == "string" else tensor.dtype


def _tolerance(model: keras.Model) -> float:
    return HALF_EXACT if any(layer.compute_dtype != "float32" for layer in model.layers) else EXACT


def _refused(row: Format, found: keras.Operation | None, error: Exception) -> CannotExport:
    elsewhere = "Replace it, or take another format: .keras and SavedModel hold every layer."
    if found is None:
        said = " ".join(str(error).split())[:200]
        return CannotExport(f"{row.title} cannot hold this network as a whole ({said}). Take another format, such as .keras or SavedModel.")
    return CannotExport(f"{row.title} cannot hold {found.name} ({type(found).__name__}) as it is set. {elsewhere}", found.name)


def _differs(row: Format, comparison: Comparison) -> CannotExport:
    return CannotExport(
        f"The {row.title} file answers otherwise than the network, by up to {comparison.difference:.2g} where outputs go up to "
        f"{comparison.largest:.2g}, so it is not handed out. A layer that draws random numbers while the network is used does this, or one whose "
        "state lies outside of its weights; take another format, such as .keras."
    )
