"""An assignment as one file, or as a folder of the library: material.json says what it is, its text, networks and pictures lie beside it."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
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
from designer.core.weights import from_bytes
from designer.uploads import sent
from training import own_datasets
from training.core.own_data import Recipe, store

LARGEST_FILE = 50_000_000  # bytes of the zip, and of what is in it
MANIFEST, TEXT, STARTER, SOLUTION, PICTURES = "material.json", "text.md", "starter.json", "solution.json", "pictures/"
WEIGHTS, SOLUTION_WEIGHTS = "weights.npz", "solution_weights.npz"
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
    takes_late: bool = Field(default=False, description="Whether what comes after a deadline is taken.")


class Material(Frozen):
    """An assignment on its way."""

    manifest: Manifest
    text: str
    starter: Document
    solution: Document | None
    pictures: dict[str, bytes]
    weights: dict[str, bytes] = Field(
        default={}, description="What the networks start from, as designer.core.weights writes it, by the name of the file."
    )
    data: bytes | None = Field(default=None, description="The file of the teacher's own data; None where it was too large to travel.")


@dataclass(frozen=True, slots=True)
class _Load:
    """The files that an assignment takes along."""

    weights: dict[str, Path]
    pictures: dict[str, Path]
    own: OwnData | None
    data: Path | None
    """The file of the teacher's own data."""

    @property
    def size(self) -> int:
        """In bytes, with the texts at their longest and without the data."""
        return 3 * MAX_BYTES + sum(path.stat().st_size for path in (*self.weights.values(), *self.pictures.values()))

    @property
    def room(self) -> int:
        """Bytes that are left for the data."""
        return max(0, min(LARGEST_DATA, LARGEST_FILE - self.size))

    @property
    def has_data(self) -> bool:
        """Whether the data finds room."""
        return self.data is not None and self.data.stat().st_size <= self.room


def of(assignment: Assignment) -> Material:
    """An assignment as it travels: without its class, its people and its days."""
    load = _load_of(assignment)
    if load.size > LARGEST_FILE:
        raise _refused(f"The weights and pictures of this assignment are larger than a file may be that is opened again: {LARGEST_FILE:,} bytes.")
    manifest = Manifest(
        title=assignment.title,
        dataset=None if store.is_own(assignment.dataset) else assignment.dataset or None,
        data=load.own,
        hidden=assignment.hidden,
        palette=None if assignment.palette is None else tuple(assignment.palette),
        shown=None if assignment.shown is None else Shown.model_validate(assignment.shown),
        rules=assignment.parsed_rules,
        tries=assignment.tries,
        takes_late=assignment.takes_late,
    )
    starter, solution = _networks(assignment)
    return Material(
        manifest=manifest,
        text=assignment.text,
        starter=without_lost_weights(starter),
        solution=solution and without_lost_weights(solution),
        pictures={name: path.read_bytes() for name, path in load.pictures.items()},
        weights={name: path.read_bytes() for name, path in load.weights.items()},
        data=load.data.read_bytes() if load.data is not None and load.has_data else None,
    )


def left_out(assignment: Assignment) -> list[str]:
    """What of an assignment its file leaves out, in sentences."""
    load = _load_of(assignment)
    named = zip(("starter", "solution"), _networks(assignment), strict=True)
    lacking = [name for name, document in named if document is not None and without_lost_weights(document) != document]
    said = [f"The weights that the {name} starts from are not kept here any more: in the file it comes without them." for name in lacking]
    if load.own is not None and load.data is not None and not load.has_data:
        size = f"has {load.data.stat().st_size:,} bytes, and there is room for {load.room:,}"
        said.append(f"The data set “{load.own.title}” does not travel in the file: {load.own.file} {size}. Hand that on by itself.")
    return said


def without_lost_weights(document: Document) -> Document:
    """A document that starts from weights only where they are kept here."""
    is_lost = document.weights is not None and not weights_store.exists(document.weights.digest)
    return document.model_copy(update={"weights": None}) if is_lost else document


def _networks(assignment: Assignment) -> tuple[Document, Document | None]:
    return parse(assignment.starter), None if assignment.solution is None else parse(assignment.solution)


def _load_of(assignment: Assignment) -> _Load:
    pictures = {picture.name: picture.path for picture in assignment.pictures.all() if picture.path.exists()}
    own, data = _own_data(assignment)
    return _Load(_weights_of(*_networks(assignment)), pictures, own, data)


def _weights_of(starter: Document, solution: Document | None) -> dict[str, Path]:
    """What the networks start from, by its name in the file; what is the same once."""
    found: dict[str, Path] = {}
    for name, document in ((WEIGHTS, starter), (SOLUTION_WEIGHTS, solution)):
        if document is not None and document.weights is not None and weights_store.exists(document.weights.digest):
            path = weights_store.path(document.weights.digest)
            found |= {} if path in found.values() else {name: path}
    return found


def _own_data(assignment: Assignment) -> tuple[OwnData | None, Path | None]:
    """How the data of the teacher's own becomes a data set, and its file."""
    name = assignment.dataset
    spec = store.find(name) if store.is_own(name) and own_datasets.belongs_to(assignment.klass.teacher_id, name) else None
    if spec is None:
        return None, None
    folder = store.folder_of(name)
    (file,) = spec.loader.files
    return OwnData(title=spec.title, file=file, recipe=store.recipe_of(folder)), folder / file


def pack(material: Material) -> bytes:
    """The file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, _json(material.manifest.model_dump(mode="json")))
        archive.writestr(TEXT, material.text)
        archive.writestr(STARTER, _json(material.starter.to_json()))
        if material.solution is not None:
            archive.writestr(SOLUTION, _json(material.solution.to_json()))
        for name, data in material.weights.items():
            archive.writestr(name, data)
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
        weights={name: _weights(name, files[name]) for name in (WEIGHTS, SOLUTION_WEIGHTS) if name in files},
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


def _weights(name: str, data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as arrays:
            if sum(entry.file_size for entry in arrays.infolist()) > LARGEST_FILE:
                raise _refused(f"{name} holds more than {LARGEST_FILE:,} bytes.")
        from_bytes(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, KeyError) as error:
        raise _refused(f"{name} holds no weights, or it is damaged.") from error
    return data


def _json(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)


def _refused(message: str) -> Refusal:
    return Refusal(Problem(code=BAD, message=message))
