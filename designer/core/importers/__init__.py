"""Files and programs of others -> documents. Nothing that is read is ever executed.

`read` looks at the content first and at the name second, and asks the reader of that kind. The readers, which may be heavy, are imported
when they are needed; each is `read(name, data, catalog) -> Imported` in a module of its own and raises Unreadable for what it cannot read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Final

from pydantic import ValidationError

from designer.core import catalog as catalogs
from designer.core.catalog import Catalog
from designer.core.document import MAX_BYTES, Document, MalformedDocument, fault_problems, parse
from designer.core.importers import layerloom_file, run_archive
from designer.core.importers.archives import Archive
from designer.core.importers.imported import Fault, Imported, Unreadable
from designer.core.importers.python_layers import readable, without_python
from designer.core.importers.recognition import READABLE, Kind, ending, recognise

log = logging.getLogger(__name__)

READERS: Final[dict[Kind, str]] = {
    "keras_file": "keras_file",
    "keras_config": "keras_config",
    "python": "python_code",
    "onnx": "onnx_file",
    "caffe": "caffe",
    "document": "layerloom_file",
}
MOST_DOCUMENTS = 100
ENDINGS = ("keras", "h5", "hdf5", "json", "yaml", "yml", "py", "ipynb", "onnx", "prototxt")


def read(name: str, data: bytes) -> Imported:
    """The networks in a file or a pasted text, with a report. Raises Unreadable, whose message is a sentence for a person."""
    try:
        return _kept(without_python(_read(name, data, readable(catalogs.load())), catalogs.load()))
    except Unreadable:
        raise
    except ValidationError as error:
        faults = " ".join(problem.message for problem in fault_problems(error.errors(include_url=False), None)[:3])
        raise Unreadable(f"What was read cannot be kept as a network. {faults}") from error
    except RecursionError:
        raise Unreadable("This is nested deeper than any network.") from None
    except MemoryError:
        raise Unreadable("There is not enough memory to read this. Drop a smaller file, or one without its weights.") from None
    except Exception as error:  # whatever a damaged file does to a reader, a person is told a sentence
        log.exception("the reader of a file failed")
        raise Fault("This could not be read to its end: it is damaged, or written in a way that Layerloom does not know yet.") from error


def _kept(found: Imported) -> Imported:
    """What was read, where it can be kept."""
    if not found.documents:
        raise Unreadable(f"There is no network in this. {READABLE}")
    if len(found.documents) > MOST_DOCUMENTS:
        raise Unreadable(f"There are {len(found.documents):,} networks in this; at most {MOST_DOCUMENTS} are read at once.")
    return replace(found, documents=tuple(_sound(document) for document in found.documents))


def _sound(document: Document) -> Document:
    """The document, checked as one that comes from anywhere: a reader may have put anything into its configs."""
    try:
        checked = parse(document.to_json())
    except MalformedDocument as error:
        raise Unreadable(f"What was read cannot be kept as a network. {' '.join(problem.message for problem in error.problems[:3])}") from error
    size = len(checked.model_dump_json(by_alias=True).encode())
    if size > MAX_BYTES:
        raise Unreadable(f"As a document, {checked.name} holds {size:,} bytes; at most {MAX_BYTES:,} can be kept.")
    return checked


def _read(name: str, data: bytes, catalog: Catalog, *, packed: bool = False) -> Imported:
    found = recognise(name, data)
    if found.kind == "archive":
        return _read_archive(name, found.data, catalog, packed=packed)
    return _reader(found.kind)(name, found.data, catalog)


def _reader(kind: Kind) -> Callable[[str, bytes, Catalog], Imported]:
    reader: Callable[[str, bytes, Catalog], Imported] = import_module(f"{__name__}.{READERS[kind]}").read
    return reader


def _read_archive(name: str, data: bytes, catalog: Catalog, *, packed: bool) -> Imported:
    archive = Archive(data)
    if "config.json" in archive.names:
        return _reader("keras_file")(name, data, catalog)
    if any(layerloom_file.is_document(entry) for entry in archive.names):
        return run_archive.read_opened(name, archive, catalog)
    meant = [entry for entry in archive.names if ending(entry) in ENDINGS and not entry.startswith("__MACOSX/")]
    if packed or len(meant) != 1:
        raise Unreadable(_no_network(archive, meant))
    return _read(meant[0].rpartition("/")[2], archive.read(meant[0]), catalog, packed=True)


_FOREIGN: tuple[tuple[str, str], ...] = (
    ("saved_model.pb", "This is a SavedModel, in which the layers are taken apart. Drop the .keras or .h5 file it was made from."),
    (
        "data.pkl",
        "This is a PyTorch file, which runs whatever it holds and is therefore never opened. Write it as ONNX there and drop the .onnx file.",
    ),
    (".npy", "This holds NumPy arrays, not a network."),
)


def _no_network(archive: Archive, meant: list[str]) -> str:
    for end, sentence in _FOREIGN:
        if any(entry.endswith(end) for entry in archive.names):
            return sentence
    if len(meant) > 1:
        some = ", ".join(entry[:60] for entry in meant[:5])
        return f"This archive holds {len(meant)} files that could be meant ({some}{' …' if len(meant) > 5 else ''}). Unpack it and drop the one."
    return f"There is no network in this archive. {READABLE}"
