"""The files that are written from a document: a script, a notebook, a module, a zip with its data."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from django.http import HttpResponse

from designer import data_sources, uploads
from designer.analysis_client import ask_text
from designer.core.codegen.bundle import bundle
from designer.core.document import Document
from designer.core.plan import model_name, weights_name
from designer.downloads import PYTHON, ZIP, file
from designer.schemas import CodeOut


def seen_by(person: int, document: Document) -> dict[str, Any]:
    """A document for a worker, which is told where its data set is a stranger's to that person: then there is none."""
    name = document.training.dataset
    hides = name is not None and not data_sources.may_read(person, name)
    return {"document": document.to_json(), **({"hides_data": True} if hides else {})}


async def script(document: Document, asked: dict[str, Any]) -> HttpResponse:
    """The training script; `asked` is what the worker is asked to write."""
    written = await _written(asked)
    return file(written.script.encode(), f"{model_name(document.name)}.py", PYTHON)


async def notebook(document: Document, asked: dict[str, Any]) -> HttpResponse:
    """The training script as a Jupyter notebook."""
    text = await ask_text("designer.notebook", asked)
    return file(text.encode(), f"{model_name(document.name)}.ipynb", "application/x-ipynb+json")


async def module(document: Document, asked: dict[str, Any]) -> HttpResponse:
    """The model alone."""
    text = await ask_text("designer.module", {name: asked[name] for name in ("document", "shapes")})
    return file(text.encode(), f"{model_name(document.name)}.py", PYTHON)


async def zipped(document: Document, asked: dict[str, Any]) -> HttpResponse:
    """The script with the data files that it reads, and with the weights that it starts from."""
    written = await _written(asked)
    key = await _weights_of(document)
    data = await asyncio.to_thread(_bundle, document, written, key)
    return file(data, f"{model_name(document.name)}.zip", ZIP)


async def _written(asked: dict[str, Any]) -> CodeOut:
    return CodeOut.model_validate_json(await ask_text("designer.code", asked))


async def _weights_of(document: Document) -> str | None:
    """The key of the file with the weights that a network starts from; None where it starts from none."""
    if document.weights is None:
        return None
    key: str = json.loads(await ask_text("designer.files.weights", {"document": document.to_json()}, queue="files"))
    return key


def _bundle(document: Document, written: CodeOut, key: str | None) -> bytes:
    model = model_name(document.name)
    weights = weights_name(model)
    files = {name: data_sources.read_file(document.training.dataset or "", name) for name in written.files if name != weights}
    if key is not None:
        files[weights] = uploads.path(key).read_bytes()
        uploads.drop(key)
    return bundle(model, written.script, files)
