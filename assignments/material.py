"""An assignment as one file, or as a folder of the library: material.json says what it is, its text, networks and pictures lie beside it."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field, ValidationError

from assignments.models import LONGEST_TEXT, Assignment
from assignments.pictures import LARGEST, MOST, content_type_of, safe_name
from assignments.rules import MOST_RULES, Rule
from assignments.schemas import MOST_HIDDEN, Names, Shown
from designer import weights_store
from designer.answers import Refusal
from designer.core.document import MAX_BYTES, Document, MalformedDocument, parse, parse_json
from designer.core.faults import fault_sentence
from designer.core.plan import model_name
from designer.core.problems import Frozen, Problem
from designer.core.weights import from_bytes, to_bytes
from designer.uploads import sent
from training import own_datasets
from training.core.own_data import Recipe, store

LARGEST_FILE = 50_000_000  # bytes of the zip, and of what is in it
MANIFEST, TEXT, STARTER, SOLUTION, WEIGHTS, PICTURES = "material.json", "text.md", "starter.json", "solution.json", "weights.npz", "pictures/"
DATA = "data/"
LARGEST_DATA = 40_000_000  # bytes of a file of data that travels along
MOST_ENTRIES = MOST + 10
BAD = "bad_material"


class OwnData(Frozen):
    """A data set of the teacher's own: the file that lies in the zip, and how it becomes a data set."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    file: Annotated[str, Field(min_length=1, max_length=120, pattern=r"[^/\\]+")]
    recipe: Recipe


class Manifest(Frozen):
    """What there is to an assignment besides its text, its networks and its pictures."""

    kind: Literal["layerloom assignment"] = "layerloom assignment"
    version: Literal[1] = 1
    title: Annotated[str, Field(min_length=1, max_length=120)]
    about: Annotated[str, Field(max_length=300)] = Field(default="", description="A sentence, for a list of ready ones.")
    place: int = Field(default=0, description="Where it stands in that list.")
    dataset: Annotated[str, Field(max_length=64)] | None = Field(default=None, description="One of the gallery's.")
    data: OwnData | None = Field(default=None, description="One of the teacher's own, instead.")
    hidden: Annotated[float, Field(ge=0, le=MOST_HIDDEN)] = 0.2
    palette: Names | None = None
    shown: Shown | None = None
    rules: Annotated[tuple[Rule, ...], Field(max_length=MOST_RULES)] = ()
    tries: Annotated[int, Field(ge=1, le=1_000)] | None = None


class Material(Frozen):
    """An assignment on its way."""

    manifest: Manifest
    text: str
    starter: Document
    solution: Document | None
    pictures: dict[str, bytes]
    weights: bytes = Field(default=b"", description="What the starter's layers start from, as designer.core.weights writes it.")
    data: bytes | None = Field(default=None, description="The file of the teacher's own data; None where it was too large to travel.")


def of(assignment: Assignment) -> Material:
    """An assignment as it travels: without its class, its people and its days."""
    own, data = _own_data(assignment)
    manifest = Manifest(
        title=assignment.title,
        dataset=None if store.is_own(assignment.dataset) else assignment.dataset or None,
        data=own,
        hidden=assignment.hidden,
        palette=None if assignment.palette is None else tuple(assignment.palette),
        shown=None if assignment.shown is None else Shown.model_validate(assignment.shown),
        rules=assignment.parsed_rules,
        tries=assignment.tries,
    )
    pictures = {picture.name: picture.path.read_bytes() for picture in assignment.pictures.all() if picture.path.exists()}
    solution = None if assignment.solution is None else parse(assignment.solution)
    starter = parse(assignment.starter)
    found = None if starter.weights is None else weights_store.load(starter.weights.digest)
    weights = b"" if found is None else to_bytes(found)
    taken = len(weights) + sum(map(len, pictures.values())) + 3 * MAX_BYTES
    if taken > LARGEST_FILE:
        raise _refused(f"The weights and pictures of this assignment are larger than a file may be that is opened again: {LARGEST_FILE:,} bytes.")
    data = data if data is not None and taken + len(data) <= LARGEST_FILE else None
    return Material(manifest=manifest, text=assignment.text, starter=starter, solution=solution, pictures=pictures, weights=weights, data=data)


def _own_data(assignment: Assignment) -> tuple[OwnData | None, bytes | None]:
    """How the data of the teacher's own becomes a data set, and its file, unless that is too large."""
    name = assignment.dataset
    spec = store.find(name) if store.is_own(name) and own_datasets.belongs_to(assignment.klass.teacher_id, name) else None
    if spec is None:
        return None, None
    folder = store.folder_of(name)
    (file,) = spec.loader.files
    told = OwnData(title=spec.title, file=file, recipe=store.recipe_of(folder))
    return told, (folder / file).read_bytes() if (folder / file).stat().st_size <= LARGEST_DATA else None


def pack(material: Material) -> bytes:
    """The file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, _json(material.manifest.model_dump(mode="json")))
        archive.writestr(TEXT, material.text)
        archive.writestr(STARTER, _json(material.starter.to_json()))
        if material.solution is not None:
            archive.writestr(SOLUTION, _json(material.solution.to_json()))
        if material.weights:
            archive.writestr(WEIGHTS, material.weights)
        if material.manifest.data is not None and material.data is not None:
            archive.writestr(f"{DATA}{material.manifest.data.file}", material.data)
        for name, data in material.pictures.items():
            archive.writestr(f"{PICTURES}{name}", data)
    return out.getvalue()


def received(request: HttpRequest) -> bytes:
    """A file that was sent. Raises Refusal."""
    return bytes(sent(request, LARGEST_FILE, what="The file of an assignment", none=BAD).read())


def unpack(data: bytes) -> Material:
    """What is in a file. Raises Refusal with a sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_FILE:
                raise _refused(f"This file holds more than an assignment may: {MOST_ENTRIES} files of {LARGEST_FILE:,} bytes in all.")
            return read({entry.filename: archive.read(entry) for entry in entries})
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise _refused("This file is no zip, or it is damaged. Take the file of an assignment again, and choose that.") from error


def read_folder(folder: Path) -> Material:
    """What is in a folder of the library."""
    return read({str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()})


def read(files: Mapping[str, bytes]) -> Material:
    """An assignment from its files by name. Raises Refusal."""
    for name in (MANIFEST, TEXT, STARTER):
        if name not in files:
            raise _refused(f"There is no {name} in this file, so it is not that of an assignment. Choose another.")
    pictures = {safe_name(name): data for name, data in files.items() if name.startswith(PICTURES)}
    for data in pictures.values():
        if len(data) > LARGEST:
            raise _refused(f"A picture in this file holds more than {LARGEST:,} bytes.")
        content_type_of(data)
    manifest = _manifest(files[MANIFEST])
    return Material(
        manifest=manifest,
        text=_text(files[TEXT]),
        starter=_document(files, STARTER),
        solution=_document(files, SOLUTION) if SOLUTION in files else None,
        pictures=pictures,
        weights=_weights(files[WEIGHTS]) if WEIGHTS in files else b"",
        data=None if manifest.data is None else files.get(f"{DATA}{manifest.data.file}"),
    )


def stem(title: str) -> str:
    """A title as part of a file's name."""
    return model_name(title)


def _manifest(data: bytes) -> Manifest:
    try:
        return Manifest.model_validate(parse_json(data))
    except MalformedDocument as error:
        raise _refused(f"{MANIFEST}: {error.problems[0].message}") from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise _refused(f"{MANIFEST}, {where}: {fault_sentence(fault)}" if where else f"{MANIFEST}: {fault_sentence(fault)}") from error


def _text(data: bytes) -> str:
    text = data.decode("utf-8", "replace").replace("\0", "")
    if len(text) > LONGEST_TEXT:
        raise _refused(f"The text of an assignment has at most {LONGEST_TEXT:,} characters; received {len(text):,}.")
    return text


def _document(files: Mapping[str, bytes], name: str) -> Document:
    if len(files[name]) > MAX_BYTES:
        raise _refused(f"{name} holds more than {MAX_BYTES:,} bytes.")
    try:
        return parse(parse_json(files[name]))
    except MalformedDocument as error:
        raise _refused(f"{name}: {error.problems[0].message}") from error


def _weights(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as arrays:
            if sum(entry.file_size for entry in arrays.infolist()) > LARGEST_FILE:
                raise _refused(f"{WEIGHTS} holds more than {LARGEST_FILE:,} bytes.")
        from_bytes(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, KeyError) as error:
        raise _refused(f"{WEIGHTS} holds no weights, or it is damaged.") from error
    return data


def _json(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)


def _refused(message: str) -> Refusal:
    return Refusal(Problem(code=BAD, message=message))
