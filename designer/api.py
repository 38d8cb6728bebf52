"""The designer's endpoints: networks, their analysis and their code. Thin: parse, call, answer."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import condition
from ninja import Router, Status
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from config import throttles
from config.version import VERSION
from designer import access, activity, code_files, data_sources, limits, saves, uploads
from designer.access import NetworkId
from designer.analysis_client import Answer, ask
from designer.cards import card
from designer.code_files import seen_by
from designer.core import catalog, gallery
from designer.core.catalog import Catalog
from designer.core.document import Document, parse
from designer.core.problems import Problem
from designer.models import Network
from designer.networks import network_out_to
from designer.schemas import (
    Analyse,
    AnalysisOut,
    CodeOut,
    CodeRead,
    CodeRequest,
    CodeTyped,
    Me,
    NetworkOut,
    NetworkSummary,
    NewNetwork,
    PastedText,
    PreprocessingOut,
    PreprocessingRequest,
    Problems,
    ReadOut,
    Saved,
    SaveNetwork,
    ScheduleOut,
    ScheduleRequest,
    TemplateOut,
    VerificationOut,
    VerifyRequest,
    WeightsRead,
)

router = Router(tags=["designer"], by_alias=True)
A_FILE = {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}}}
TO_READ = {"required": True, "content": A_FILE | {"application/json": {"schema": PastedText.model_json_schema()}}}
WEIGHTS_TO_READ = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}, "document": {"type": "string"}},
                "required": ["file", "document"],
            }
        }
    },
}


@router.get("/me", response=Me, auth=access.VISITOR)
async def me(request: HttpRequest) -> Me:
    """Who is signed in; where no one is, only those are told anything who may see a network."""
    user = request.user
    return Me(
        name=user.get_username(),
        signed_in=user.is_authenticated,
        version=VERSION,
        largest_upload=settings.LARGEST_UPLOAD,
        python_layers=settings.PYTHON_LAYERS,
    )


@router.get("/catalog", response=Catalog, auth=access.VISITOR)
@decorate_view(condition(etag_func=lambda request: f'"{catalog.digest()}{"-gzip" if _takes_gzip(request) else ""}"'))
async def read_catalog(request: HttpRequest) -> HttpResponse:
    """Everything the installed Keras offers."""
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if _takes_gzip(request):
        return HttpResponse(catalog.packed(), content_type="application/json", headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(catalog.KERAS_JSON.read_bytes(), content_type="application/json", headers=headers)


def _takes_gzip(request: HttpRequest) -> bool:
    return bool(re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", request.headers.get("Accept-Encoding", "")))


@router.get("/templates", response=list[TemplateOut])
async def templates(request: HttpRequest) -> list[TemplateOut]:
    """The gallery."""
    return [_template_out(template) for template in gallery.templates()]


@router.get("/networks", response=list[NetworkSummary])
async def networks(request: HttpRequest) -> list[NetworkSummary]:
    """The networks of whoever asks, last changed first."""
    user = access.person(request)
    found = [network async for network in Network.objects.filter(owner_id=user.pk, frozen=False)]
    digests = await _digests([network.pk for network in found])
    return [card(network, digests.get(network.pk)) for network in found]


@router.post("/networks", throttle=throttles.MAKING, response={201: NetworkOut, 422: Problems})
async def make_network(request: HttpRequest, body: NewNetwork) -> Status[NetworkOut]:
    """Make a network from a template, from a document, or empty."""
    user = access.person(request)
    await sync_to_async(limits.check_networks)(user)
    return Status(HTTPStatus.CREATED, await network_out_to(request, await sync_to_async(Network.make)(user.pk, _new_document(body))))


@router.get("/networks/{network_id}", response=NetworkOut, auth=access.ANYONE)
async def read_network(request: HttpRequest, network_id: NetworkId) -> NetworkOut:
    """A network with its document."""
    network = await access.network_to_read(request, network_id)
    return await network_out_to(request, network)


@router.put("/networks/{network_id}", response={200: Saved, 409: Problems})
async def save_network(request: HttpRequest, network_id: NetworkId, body: SaveNetwork) -> Any:
    """Save a new state, unless another window saved one in between."""
    network = await access.network_to_change(request, network_id)
    now = timezone.now()
    same = Network.objects.filter(pk=network.pk, revision=body.revision)
    if not await same.aupdate(name=body.document.name, document=body.document.to_json(), revision=F("revision") + 1, changed=now):
        message = f"{network.name} was changed in another window since this one read it. Keep yours as a copy, or load the other."
        return Status(HTTPStatus.CONFLICT, Problems(problems=[Problem(code="stale_revision", message=message)]))
    await _tell_saved(network)
    return Saved(revision=body.revision + 1, changed=now)


@router.delete("/networks/{network_id}", response={204: None})
async def delete_network(request: HttpRequest, network_id: NetworkId) -> Status[None]:
    """Delete a network with its runs."""
    await (await access.network_to_change(request, network_id)).adelete()
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/networks/{network_id}/duplicate", throttle=throttles.MAKING, response={201: NetworkOut, 422: Problems})
async def duplicate_network(request: HttpRequest, network_id: NetworkId) -> Status[NetworkOut]:
    """Make a copy under a name of its own."""
    network = await access.network_to_change(request, network_id)
    await sync_to_async(limits.check_networks)(access.person(request))
    document = parse(network.document | {"name": f"{network.name[:112]} (copy)"})
    return Status(HTTPStatus.CREATED, await network_out_to(request, await sync_to_async(Network.make)(network.owner_id, document)))


@router.post("/analyse", throttle=throttles.QUESTIONS, response={200: AnalysisOut, 422: Problems, 503: Problems})
async def analyse(request: HttpRequest, body: Analyse) -> Answer:
    """Shapes, parameters and problems of a document, from Keras."""
    answer = await ask("designer.analyse", await _seen(request, body.document))
    if body.network is not None and answer.status_code == HTTPStatus.OK:
        user = access.person(request)
        await _tell_analysed(user.pk, body.network, answer.content.decode())
    return answer


@router.post("/code", throttle=throttles.QUESTIONS, response={200: CodeOut, 422: Problems, 503: Problems})
async def code(request: HttpRequest, body: CodeRequest) -> Answer:
    """The training script of a document."""
    return await ask("designer.code", await _written_from(request, body))


@router.post("/schedule", throttle=throttles.QUESTIONS, response={200: ScheduleOut, 422: Problems, 503: Problems})
async def schedule(request: HttpRequest, body: ScheduleRequest) -> Answer:
    """The learning rate over all the steps of a training, as Keras gives it."""
    return await ask("designer.schedule", {"optimizer": body.optimizer.model_dump(), "steps": body.epochs * body.steps})


@router.post("/verify", throttle=throttles.FILES, response={200: VerificationOut, 422: Problems, 503: Problems})
async def verify(request: HttpRequest, body: VerifyRequest) -> Answer:
    """Run the code of a document's model by itself and compare what it makes with what is drawn."""
    return await ask("designer.files.verify", {"document": body.document.to_json()}, queue="files")


@router.post("/preprocessing", throttle=throttles.QUESTIONS, response={200: PreprocessingOut, 404: Problems, 422: Problems, 503: Problems})
async def preprocessing(request: HttpRequest, body: PreprocessingRequest) -> Answer:
    """Layers behind the Inputs that do to the data what was chosen, as a patch that was tried."""
    user = access.person(request)
    if not await sync_to_async(data_sources.may_read)(user.pk, body.dataset):
        raise HttpError(HTTPStatus.NOT_FOUND, f"There is no data set {body.dataset!r}.")
    return await ask("designer.preprocessing", body.model_dump(mode="json", by_alias=True))


@router.post("/code/script", throttle=throttles.QUESTIONS, response={200: str, 422: Problems, 503: Problems})
async def download_script(request: HttpRequest, body: CodeRequest) -> HttpResponse:
    """The training script as a .py file."""
    return await code_files.script(body.document, await _written_from(request, body))


@router.post("/code/notebook", throttle=throttles.QUESTIONS, response={200: str, 422: Problems, 503: Problems})
async def download_notebook(request: HttpRequest, body: CodeRequest) -> HttpResponse:
    """The training script as a Jupyter notebook."""
    return await code_files.notebook(body.document, await _written_from(request, body))


@router.post("/code/module", throttle=throttles.QUESTIONS, response={200: str, 422: Problems, 503: Problems})
async def download_module(request: HttpRequest, body: CodeRequest) -> HttpResponse:
    """A .py file with the model alone, to be imported: its `make_model()` returns it."""
    return await code_files.module(body.document, await _written_from(request, body))


@router.post("/code/bundle", throttle=throttles.QUESTIONS, response={200: bytes, 422: Problems, 503: Problems})
async def download_bundle(request: HttpRequest, body: CodeRequest) -> HttpResponse:
    """A zip of the script and the data files it reads."""
    return await code_files.zipped(body.document, await _written_from(request, body))


@router.post("/read-code", throttle=throttles.QUESTIONS, response={200: CodeRead, 422: Problems, 503: Problems})
async def read_code(request: HttpRequest, body: CodeTyped) -> Answer:
    """What is being typed, merged onto the open document."""
    return await ask("designer.read_code", {"source": body.source, **await _seen(request, body.document)})


@router.post(
    "/read", throttle=throttles.FILES, response={200: ReadOut, 413: Problems, 422: Problems, 503: Problems}, openapi_extra={"requestBody": TO_READ}
)
async def read(request: HttpRequest) -> Answer:
    """Read a file or a pasted text: the networks in it, and a report."""
    sent = await _received(request)
    try:
        return await ask("designer.files.read", sent, queue="files")
    finally:
        uploads.drop(sent["key"])


@router.post(
    "/read-weights",
    throttle=throttles.FILES,
    response={200: WeightsRead, 413: Problems, 422: Problems, 503: Problems},
    openapi_extra={"requestBody": WEIGHTS_TO_READ},
)
async def read_weights(request: HttpRequest) -> Answer:
    """Read the weights in a file for an open network."""
    document = (await sync_to_async(uploads.open_document, thread_sensitive=False)(request)).to_json()
    sent = await _received(request)
    try:
        return await ask("designer.files.read_weights", sent | {"document": document}, queue="files")
    finally:
        uploads.drop(sent["key"])


async def _received(request: HttpRequest) -> dict[str, Any]:
    """What a person dropped or pasted, kept for a worker: its name, its key, and whose it is. Raises Refusal and MalformedDocument."""
    user = access.person(request)
    name, content = await sync_to_async(uploads.received, thread_sensitive=False)(request)
    size = len(content) if isinstance(content, bytes) else content.size or 0
    await sync_to_async(limits.check_file)(user, name or "What was pasted", size)
    return {"name": name, "key": await sync_to_async(uploads.keep, thread_sensitive=False)(content), "owner": user.pk}


async def _written_from(request: HttpRequest, body: CodeRequest) -> dict[str, Any]:
    return {**await _seen(request, body.document), "shapes": body.shapes}


async def _seen(request: HttpRequest, document: Document) -> dict[str, Any]:
    user = access.person(request)
    return await sync_to_async(seen_by)(user.pk, document)


@sync_to_async
def _tell_saved(network: Network) -> None:
    saves.announce(network.pk)
    activity.worked(network.owner_id, "network")


@sync_to_async
def _tell_analysed(person: int, network_id: str, answer: str) -> None:
    activity.analysed(person, network_id, answer)


@sync_to_async
def _digests(ids: list[str]) -> dict[str, data_sources.RunDigest]:
    return data_sources.digests(ids)


def _template_out(template: gallery.Template) -> TemplateOut:
    return TemplateOut(name=template.name, title=template.title, summary=template.summary, dataset=template.dataset, document=template.document)


def _new_document(body: NewNetwork) -> Document:
    if body.document is not None:
        return body.document
    if body.template is None:
        return Document()
    found = gallery.find(body.template)
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, f"There is no template called {body.template!r}. Choose one from the gallery.")
    return found.document
