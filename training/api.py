"""Training's endpoints: data sets, and runs. Thin: parse, call, answer."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Annotated, Any, Literal

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status
from ninja.errors import HttpError

from config import throttles
from config.worker_commands import INFERENCE_SECONDS
from designer import access, downloads
from designer.access import NetworkId
from designer.analysis_client import Answer, Manner, ask, ask_text
from designer.answers import Refusal
from designer.core.analysis import Analysis
from designer.core.document import Document, parse
from designer.core.exporters.formats import FORMATS, FormatName
from designer.core.problems import Problem
from designer.schemas import Problems
from training import allowances, archive, own_datasets, starting, states
from training.core import datasets
from training.core.folder import ARCHIVE_FILE
from training.core.own_data import store
from training.data_api import Amount, Start, may_read
from training.data_schemas import DatasetOut
from training.files import download, exported, exports, history_csv, stem, tail_of_log
from training.models import ACTIVE, Run
from training.outputs import run_detail, run_out
from training.schemas import ENDED, ExportIn, ExportOut, Frame, JudgedOut, PredictIn, PredictOut, RunDetail, RunOut, StartRun
from training.workers import Wish

router = Router(tags=["training"], by_alias=True)
RunId = Annotated[str, Path(max_length=16)]
DataPart = Literal["training", "held_out"]
SampleOrder = Literal["in_order", "hardest", "easiest"]
INFERENCE, FILES = "inference", "files"
GUARDED = (
    "The samples of this run are for those alone who may see its data: these belong to an assignment, or are not here any more. "
    "Curves, code and weights are for you, too."
)
GONE_DATA = (
    "The data that this network trains on were deleted, or are not lent to you any more: your teacher may have taken the assignment back. "
    "Ask your teacher, or choose other data under Training."
)
NO_DATA = "This data set is not here any more."
NO_MODEL = "has no trained model. A run keeps one when it finishes or is stopped after its start."
MODEL_LET_GO = "keeps no trained model any more: of what is handed in, the newest that was checked does. Its curves and looks are here."
OF_THE_TRAINED = Manner(
    seconds=INFERENCE_SECONDS,
    by_processor=False,  # what is asked of it is cut to what fits, by the clock (training.core.eyes.affording)
    no_worker="What asks trained networks is busy with other questions, one after the other. Try again in a moment.",
    too_slow="The trained network took longer than {seconds:g} s to answer and was stopped: it is too large to be asked this on this machine. "
    "Its curves, its looks while it learned and its files are here all the same.",
    slow_code="too_slow",
)
NO_RUN = "There is no such run, or it is not yours. Open one from its network's page."


@router.get("/networks/{network_id}/runs", response={200: list[RunOut], 404: Problems}, auth=access.ANYONE)
async def list_runs(request: HttpRequest, network_id: NetworkId) -> list[RunOut]:
    """The runs of a network, newest first."""
    network = await access.network_to_read(request, network_id)
    runs = [run async for run in Run.objects.filter(network_id=network.pk).defer("document")]
    positions = await sync_to_async(states.positions)()
    return [run_out(run, positions) for run in runs]


@router.post(
    "/networks/{network_id}/runs", throttle=throttles.STARTS, response={201: RunDetail, 200: RunDetail, 404: Problems, 422: Problems, 503: Problems}
)
async def start_run(request: HttpRequest, network_id: NetworkId, body: StartRun) -> Status[RunDetail]:
    """Train a document. Pressing twice starts one run: the same document, while it is still being trained, gives that run with 200."""
    network = await access.network_to_change(request, network_id)
    await check_document(request, body.document)
    wish = Wish(body.device, body.backend)
    run, is_new = await sync_to_async(starting.start)(network.pk, body.document, eyes=body.eyes, wish=wish)
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, await sync_to_async(run_detail)(run))


@router.get("/runs/{run_id}", response={200: RunDetail, 404: Problems}, auth=access.ANYONE)
async def read_run(request: HttpRequest, run_id: RunId) -> RunDetail:
    """A run with the document it was made from."""
    run = await run_to_read(request, run_id)
    return await sync_to_async(run_detail)(run, await access.author(request, run.network))


@router.delete("/runs/{run_id}", response={204: None, 404: Problems, 409: Problems})
async def delete_run(request: HttpRequest, run_id: RunId) -> Any:
    """Delete a run with its curves and its model."""
    run = await run_to_change(request, run_id)
    if run.state in ACTIVE:
        message = f"{run.name} is being trained. Stop it before you delete it."
        return Status(HTTPStatus.CONFLICT, Problems(problems=[Problem(code="run_is_active", message=message)]))
    await run.adelete()
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/runs/{run_id}/stop", response={200: RunOut, 404: Problems})
async def stop_run(request: HttpRequest, run_id: RunId) -> RunOut:
    """Stop a run; what it has learned is kept. Stopping one that has ended changes nothing."""
    run = await run_to_change(request, run_id)
    await sync_to_async(starting.stop)(run.pk)
    await run.arefresh_from_db()
    return run_out(run, {})


@router.get("/networks/{network_id}/dataset", response={200: DatasetOut, 404: Problems}, auth=access.ANYONE)
async def read_dataset_of_network(request: HttpRequest, network_id: NetworkId) -> DatasetOut:
    """The data set that a network learns from, for everyone who may see the network: what it is, none of its samples.

    A document may name any data set: those alone are told that its owner may see.
    """
    network = await access.network_to_read(request, network_id)
    name = parse(network.document).training.dataset
    spec = None if name is None else datasets.find(name)
    if spec is None or not await sync_to_async(own_datasets.may_read)(network.owner_id, spec.name):
        raise HttpError(HTTPStatus.NOT_FOUND, NO_DATA)
    return own_datasets.described(spec)


@router.get("/runs/{run_id}/dataset", response={200: DatasetOut, 404: Problems}, auth=access.ANYONE)
async def read_dataset_of_run(request: HttpRequest, run_id: RunId) -> DatasetOut:
    """The data set that a run was made on, for everyone who may see the run: what it is, none of its samples.

    Whoever started the run could see it then. That stays told where it was deleted or is lent no more, so that the trained model can be asked.
    """
    run = await run_to_read(request, run_id)
    spec = datasets.found_or_kept(run.dataset, run.folder)
    if spec is None:
        raise HttpError(HTTPStatus.NOT_FOUND, NO_DATA)
    return own_datasets.described(spec)


@router.get("/runs/{run_id}/events", response={200: Frame, 404: Problems}, auth=access.ANYONE)
async def read_events(request: HttpRequest, run_id: RunId, after: Annotated[str, Query(max_length=32)] = "") -> HttpResponse:
    """A run's history after a cursor, and its state; thinned out where it holds more than 5,000 points."""
    run = await run_to_read(request, run_id)
    state = await sync_to_async(states.current)(run.pk)
    found = await asyncio.to_thread(archive.read, run.folder, archive.parse_cursor(after))
    return HttpResponse(found.frame("" if state is None else state.model_dump_json()), content_type="application/json")


@router.get("/runs/{run_id}/history.csv", response={200: str, 404: Problems}, auth=access.ANYONE)
async def read_history(request: HttpRequest, run_id: RunId) -> HttpResponse:
    """A run's epochs as a table for other programs."""
    run = await run_to_read(request, run_id)
    text = await asyncio.to_thread(history_csv, run.folder)
    return downloads.file(text, f"{stem(run)}.csv", downloads.TABLE)


@router.get("/runs/{run_id}/log", response={200: str, 404: Problems}, auth=access.ANYONE)
async def read_log(request: HttpRequest, run_id: RunId) -> HttpResponse:
    """What the training printed."""
    run = await run_to_read(request, run_id)
    return HttpResponse(await asyncio.to_thread(tail_of_log, run.folder), content_type="text/plain; charset=utf-8")


@router.get(
    "/runs/{run_id}/script", throttle=throttles.QUESTIONS, response={200: str, 404: Problems, 422: Problems, 503: Problems}, auth=access.ANYONE
)
async def read_script(request: HttpRequest, run_id: RunId) -> HttpResponse:
    """The script that does the run again, as far as it has come: a learning rate that was changed by hand, and a stop, are in it."""
    run = await run_to_read(request, run_id)
    text = json.loads(await ask_text("training.script", {"run_id": run.pk}))
    return downloads.file(text, f"{stem(run)}.py", downloads.PYTHON)


@router.get("/runs/{run_id}/model", response={200: bytes, 404: Problems}, auth=access.ANYONE)
async def read_model(request: HttpRequest, run_id: RunId) -> Any:
    """The trained model as a .keras file."""
    run = await run_to_read(request, run_id)
    need_model(run)
    return download(run.model_file, f"{stem(run)}.keras")


@router.get("/runs/{run_id}/best", response={200: bytes, 404: Problems}, auth=access.ANYONE)
async def read_best_model(request: HttpRequest, run_id: RunId) -> Any:
    """The best model while the run trained, as a .keras file."""
    run = await run_to_read(request, run_id)
    if not run.best_file.exists():
        message = f"{run.name} kept no best model. Add ModelCheckpoint to the callbacks of its training, and train again."
        raise HttpError(HTTPStatus.NOT_FOUND, message)
    return download(run.best_file, f"{stem(run)}_best.keras")


@router.get(
    "/runs/{run_id}/samples",
    throttle=throttles.QUESTIONS,
    response={200: JudgedOut, 403: Problems, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def judge_samples(
    request: HttpRequest, run_id: RunId, start: Start = 0, count: Amount = 24, part: DataPart = "held_out", order: SampleOrder = "in_order"
) -> Answer:
    """Samples of a part of the data beside what the model says of them: in their order, or by how hard they are for it."""
    run = await run_to_look_into(request, run_id)
    need_model(run)
    return await infer("training.judge", {"run_id": run.pk, "part": part, "order": order, "start": start, "count": count})


@router.post(
    "/runs/{run_id}/predict",
    throttle=throttles.QUESTIONS,
    response={200: PredictOut, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def predict(request: HttpRequest, run_id: RunId, body: PredictIn) -> Answer:
    """What the model says of one sample: a drawn digit, a row of numbers, a text."""
    run = await run_to_read(request, run_id)
    need_model(run)
    return await infer("training.predict", {"run_id": run.pk, "inputs": body.inputs, "looked": body.looked})


@router.get("/runs/{run_id}/exports", response={200: list[ExportOut], 404: Problems}, auth=access.ANYONE)
async def list_exports(request: HttpRequest, run_id: RunId) -> Any:
    """The formats that a run's model was exported to, in the order they were made."""
    run = await run_to_read(request, run_id)
    return await asyncio.to_thread(exports, run.folder)


@router.post(
    "/runs/{run_id}/exports", throttle=throttles.FILES, response={200: ExportOut, 404: Problems, 409: Problems, 422: Problems, 503: Problems}
)
async def export_run(request: HttpRequest, run_id: RunId, body: ExportIn) -> Answer:
    """Write a run's model in another format, load it by its own runtime and compare; the file is kept with the run."""
    run = await run_to_change(request, run_id)
    _need_model_to_take_away(run)
    return await ask("training.files.export", {"run_id": run.pk, "format": body.format}, queue=FILES)


@router.get(
    "/runs/{run_id}/archive",
    throttle=throttles.FILES,
    response={200: bytes, 404: Problems, 409: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_archive(request: HttpRequest, run_id: RunId) -> Any:
    """The run as one zip: network, script, data, weights, curves; Layerloom reads it again, and `python train.py` in it does the run again."""
    run = await run_to_read(request, run_id)
    await access.need_data(request, run.dataset)
    _need_model_to_take_away(run)
    await ask_text("training.files.archive", {"run_id": run.pk}, queue=FILES)
    return download(run.folder / ARCHIVE_FILE, f"{stem(run)}.zip")


@router.get("/runs/{run_id}/exports/{format}", response={200: bytes, 404: Problems}, auth=access.ANYONE)
async def read_export(request: HttpRequest, run_id: RunId, format: FormatName) -> Any:  # noqa: A002  # the word for it
    """The file of an export."""
    run = await run_to_read(request, run_id)
    path = await asyncio.to_thread(exported, run.folder, format)
    if path is None:
        raise HttpError(HTTPStatus.NOT_FOUND, f"{run.name} was not exported to this format yet. Choose it under Export on the page of the run.")
    return download(path, f"{stem(run)}{FORMATS[format].suffix}")


async def run_to_read(request: HttpRequest, run_id: str) -> Run:
    """A run of a network that the asker may see; 404 for one of any other, so that ids cannot be probed."""
    return await access.need_of(request, Run.objects, run_id, NO_RUN)


async def run_to_look_into(request: HttpRequest, run_id: str) -> Run:
    """A run that the asker may see, whose samples they may see, too: not where these are guarded from them. Raises HttpError and Refusal."""
    run = await run_to_read(request, run_id)
    who = await access.asker(request)
    if not await sync_to_async(own_datasets.may_see_samples)(who.person, run.network.owner_id, run.dataset):
        raise Refusal(Problem(code="samples_guarded", message=GUARDED), status=HTTPStatus.FORBIDDEN)
    return run


async def run_to_change(request: HttpRequest, run_id: str) -> Run:
    """A run of the asker's own."""
    return await access.need_of(request, Run.objects, run_id, NO_RUN, to_change=True)


async def check_document(request: HttpRequest, document: Document) -> None:
    """Refuse a document that cannot be trained, with every reason."""
    if document.training.dataset is None:
        message = "There is nothing to train on. Choose a data set under Training, then press Train again."
        raise Refusal(Problem(code="no_dataset", message=message))
    if datasets.find(document.training.dataset) is None or not await may_read(request, document.training.dataset):
        is_own = store.is_own(document.training.dataset)
        message = GONE_DATA if is_own else f"There is no data set {document.training.dataset!r}. Choose another one under Training."
        raise Refusal(Problem(code="unknown_dataset", message=message))
    analysis = Analysis.model_validate_json(await ask_text("designer.analyse", {"document": document.to_json()}))
    errors = [problem for problem in analysis.problems if problem.severity == "error"]
    if errors:
        raise Refusal(*errors)
    user = access.person(request)
    await sync_to_async(allowances.check_parameters)(user, analysis.totals.trainable + analysis.totals.non_trainable)


async def infer(task: str, payload: dict[str, Any]) -> Answer:
    """Ask the worker that keeps trained models."""
    return await ask(task, payload, queue=INFERENCE, manner=OF_THE_TRAINED)


def need_model(run: Run) -> None:
    """Answer 404 where a run has no trained model."""
    if not run.has_model:
        raise HttpError(HTTPStatus.NOT_FOUND, _without_model(run))
    if not run.model_file.exists():
        raise HttpError(HTTPStatus.NOT_FOUND, f"The model of {run.name} is not on this machine's disk any more. Train again to have one.")


def _without_model(run: Run) -> str:
    return f"{run.name} {MODEL_LET_GO if run.state == 'finished' else NO_MODEL}"


def _need_model_to_take_away(run: Run) -> None:
    if run.state not in ENDED:
        message = f"{run.name} has not ended yet: there is no trained model to take away. Wait until it has, or stop it."
        raise Refusal(Problem(code="run_is_active", message=message), status=HTTPStatus.CONFLICT)
    if not run.has_model:
        raise Refusal(Problem(code="no_model", message=_without_model(run)), status=HTTPStatus.CONFLICT)
    need_model(run)
