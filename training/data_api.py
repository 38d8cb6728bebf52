"""The endpoints of data sets: those of the gallery, and people's own with the uploads they are made of."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status
from ninja.errors import HttpError

from config import throttles
from designer import access, downloads
from designer.analysis_client import Answer, Manner, ask, ask_text
from designer.answers import Refusal
from designer.core.data import DataSpec
from designer.core.problems import Problem
from designer.schemas import Problems
from training import allowances, own_datasets, uploads
from training.core import datasets
from training.core.own_data import store
from training.core.own_data.keras_datasets import file_of
from training.data_schemas import DatasetOut, FetchKeras, Inspect, InspectionOut, NewDataset, NewUpload, Rename, SamplesOut, UploadOut
from training.dataset_models import Dataset, Upload
from training.files import download
from training.outputs import dataset_out

router = Router(tags=["data"], by_alias=True)
UploadId = Annotated[str, Path(max_length=16)]
DatasetName = Annotated[str, Path(max_length=64)]
Offset = Annotated[int, Query(ge=0, description="Where the piece begins: how much of the file is here.")]
Start = Annotated[int, Query(ge=0, le=10_000_000, description="The first sample's place.")]
Amount = Annotated[int, Query(ge=1, le=100, description="How many samples.")]
FILES = "files"
OF_SAMPLES = Manner(
    too_slow="Reading these samples took longer than {seconds:g} s and was stopped. Try again in a moment; if it stays so, this data set is too "
    "large for this machine to show. It can be trained on all the same.",
    slow_code="too_slow",
)
PIECE_TO_SEND = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@router.get("/datasets", response=list[DatasetOut])
async def list_datasets(request: HttpRequest) -> list[DatasetOut]:
    """One's own data sets, newest first, and every one of the gallery in its order."""
    user = access.person(request)
    return [*await sync_to_async(own_datasets.all_of)(user.pk), *(dataset_out(spec) for spec in datasets.all_specs())]


@router.get("/datasets/{name}", response={200: DatasetOut, 404: Problems})
async def read_dataset(request: HttpRequest, name: DatasetName) -> DatasetOut:
    """A data set."""
    spec = await _dataset(request, name)
    return await sync_to_async(own_datasets.read)(spec) if spec.own else dataset_out(spec)


@router.get("/datasets/{name}/samples", throttle=throttles.QUESTIONS, response={200: SamplesOut, 404: Problems, 422: Problems, 503: Problems})
async def read_samples(request: HttpRequest, name: DatasetName, start: Start = 0, count: Amount = 24) -> HttpResponse:
    """Some samples of a data set, and how its target is spread. They never change, so browsers keep them."""
    payload = {"name": (await _dataset(request, name)).name, "start": start, "count": count}
    answer = await ask("training.samples", payload, manner=OF_SAMPLES)
    if answer.status_code == HTTPStatus.OK:
        answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@router.get("/datasets/{name}/files/{file}", response={200: bytes, 404: Problems})
async def read_dataset_file(request: HttpRequest, name: DatasetName, file: Annotated[str, Path(max_length=120)]) -> Any:
    """A data file that the written script reads."""
    spec = await _dataset(request, name)
    if spec.own and file in spec.loader.files:
        return download(store.folder_of(name) / file, file)
    try:
        data = await asyncio.to_thread(datasets.read_file, name, file)
    except KeyError:
        raise HttpError(HTTPStatus.NOT_FOUND, f"The data set {name} has no file {file}.") from None
    return downloads.file(data, file, downloads.BYTES)


@router.post("/uploads", throttle=throttles.FILES, response={201: UploadOut, 413: Problems, 422: Problems})
async def begin_upload(request: HttpRequest, body: NewUpload) -> Status[UploadOut]:
    """Begin to send a file in pieces."""
    user = access.person(request)
    return Status(HTTPStatus.CREATED, _out(await sync_to_async(uploads.begin)(user.pk, body.name, body.size)))


@router.post("/keras-datasets", throttle=throttles.FILES, response={201: UploadOut, 413: Problems, 422: Problems, 503: Problems})
async def fetch_keras(request: HttpRequest, body: FetchKeras) -> Status[UploadOut]:
    """Fetch a data set of Keras's from the internet: it is then an upload, to be looked at and kept like any other."""
    user = access.person(request)
    upload = await sync_to_async(uploads.begin)(user.pk, file_of(body.name), 1)
    try:
        await ask_text("training.files.fetch_keras", {"upload": upload.pk, "name": body.name}, queue=FILES, seconds=own_datasets.PREPARING_SECONDS)
        await upload.arefresh_from_db()
        await sync_to_async(allowances.check_upload)(user, upload.name, upload.size, without=upload.pk)
    except Refusal:
        await upload.adelete()
        raise
    return Status(HTTPStatus.CREATED, _out(upload))


@router.get("/uploads/{upload_id}", response={200: UploadOut, 404: Problems})
async def read_upload(request: HttpRequest, upload_id: UploadId) -> UploadOut:
    """How much of a file is here: where to go on."""
    return _out(await own_upload(request, upload_id))


@router.patch(
    "/uploads/{upload_id}",
    response={200: UploadOut, 404: Problems, 409: UploadOut, 413: Problems, 507: Problems},
    openapi_extra={"requestBody": PIECE_TO_SEND},
)
async def send_piece(request: HttpRequest, upload_id: UploadId, offset: Offset) -> Any:
    """Send the next piece as the bare body; 409 tells the true offset when the piece does not begin where the file ends."""
    upload = await own_upload(request, upload_id)
    piece = request.read(uploads.PIECE + 1)
    if len(piece) > uploads.PIECE:
        message = f"A piece holds at most {uploads.PIECE:,} bytes."
        raise Refusal(Problem(code="too_large", message=message), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        await sync_to_async(uploads.append, thread_sensitive=False)(upload, offset, piece)
    except uploads.WrongOffset:
        return Status(HTTPStatus.CONFLICT, _out(upload))
    return _out(upload)


@router.delete("/uploads/{upload_id}", response={204: None, 404: Problems})
async def drop_upload(request: HttpRequest, upload_id: UploadId) -> Status[None]:
    """Give a file up."""
    await (await own_upload(request, upload_id)).adelete()
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post(
    "/uploads/{upload_id}/inspection",
    throttle=throttles.FILES,
    response={200: InspectionOut, 404: Problems, 409: Problems, 422: Problems, 503: Problems},
)
async def inspect_upload(request: HttpRequest, upload_id: UploadId, body: Inspect) -> Answer:
    """What is in a file, and what could be made of it."""
    upload = await _whole(request, upload_id)
    return await ask("training.files.inspect", {"upload": upload.pk, "asked": body.model_dump(mode="json")}, queue=FILES)


@router.post("/datasets", throttle=throttles.FILES, response={200: DatasetOut, 404: Problems, 409: Problems, 422: Problems, 503: Problems})
async def make_dataset(request: HttpRequest, body: NewDataset) -> Answer:
    """Make a data set of a file by a recipe; the file is then no upload any more."""
    upload = await _whole(request, body.upload)
    payload = {"upload": upload.pk, "title": body.title, "recipe": body.recipe.model_dump(mode="json")}
    return await ask("training.files.keep_dataset", payload, queue=FILES, seconds=own_datasets.PREPARING_SECONDS)


@router.patch("/datasets/{name}", response={200: DatasetOut, 404: Problems})
async def rename_dataset(request: HttpRequest, name: DatasetName, body: Rename) -> DatasetOut:
    """Give a data set of one's own another title."""
    return await sync_to_async(own_datasets.rename)(await own_dataset(request, name), " ".join(body.title.split()))


@router.delete("/datasets/{name}", response={204: None, 404: Problems, 409: Problems})
async def delete_dataset(request: HttpRequest, name: DatasetName) -> Any:
    """Delete a data set of one's own with its files; runs that were made on it keep their curves and models."""
    row = await own_dataset(request, name)
    learner = await sync_to_async(own_datasets.learner)(row.pk)
    if learner is not None:
        message = f"{learner} learns from {row.title} and has not ended. Stop it before you delete the data."
        return Status(HTTPStatus.CONFLICT, Problems(problems=[Problem(code="run_is_active", message=message)]))
    await row.adelete()
    return Status(HTTPStatus.NO_CONTENT, None)


async def own_upload(request: HttpRequest, upload_id: str) -> Upload:
    """The asker's upload; 404 for a stranger's."""
    user = access.person(request)
    found = await Upload.objects.filter(pk=upload_id, owner_id=user.pk).afirst()
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "There is no such file on its way. Choose it again.")
    return found


async def own_dataset(request: HttpRequest, name: str) -> Dataset:
    """The asker's data set; 404 for a stranger's, and for those of the gallery, which nobody changes."""
    user = access.person(request)
    found = await Dataset.objects.filter(pk=name, owner_id=user.pk).afirst()
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "There is no such data set of your own.")
    return found


async def _whole(request: HttpRequest, upload_id: str) -> Upload:
    upload = await own_upload(request, upload_id)
    if upload.offset < upload.size:
        message = f"Only {upload.offset:,} of {upload.size:,} bytes of {upload.name} have arrived. Send the rest first."
        raise Refusal(Problem(code="not_whole", message=message), status=HTTPStatus.CONFLICT)
    return upload


def _out(upload: Upload) -> UploadOut:
    return UploadOut(id=upload.pk, name=upload.name, size=upload.size, offset=upload.offset, piece=uploads.PIECE)


async def may_read(request: HttpRequest, name: str) -> bool:
    """Whether the asker may see a data set."""
    user = access.person(request)
    return await sync_to_async(own_datasets.may_read)(user.pk, name)


async def _dataset(request: HttpRequest, name: str) -> DataSpec:
    """A data set that the asker may see; 404 for a stranger's, so that names cannot be probed."""
    spec = datasets.find(name)
    if spec is None or not await may_read(request, name):
        raise HttpError(HTTPStatus.NOT_FOUND, f"There is no data set {name!r}. Choose one from the gallery.")
    return spec
