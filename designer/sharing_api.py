"""Sharing networks: who may look, and what readers are given of one. Thin: parse, ask `access`, answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Annotated, Any, Literal, cast

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from config import throttles
from designer import access, classmates, code_files, data_sources, limits, withdrawals
from designer.access import NetworkId
from designer.analysis_client import Answer, ask
from designer.answers import Refusal
from designer.cards import card
from designer.code_files import seen_by
from designer.core.document import Document, parse
from designer.core.problems import Problem
from designer.models import Network, Shared
from designer.networks import network_out_to
from designer.schemas import AnalysisOut, CodeOut, NetworkOut, Problems, ScheduleOut, SharedOut, Sharing, SharingOut

router = Router(tags=["sharing"], by_alias=True)
WrittenAs = Literal["script", "notebook", "module", "bundle"]
FILES: dict[WrittenAs, Callable[[Document, dict[str, Any]], Awaitable[HttpResponse]]] = {
    "script": code_files.script,
    "notebook": code_files.notebook,
    "module": code_files.module,
    "bundle": code_files.zipped,
}
MOST = 300


@router.get("/shared", response=list[SharedOut])
async def list_shared(request: HttpRequest) -> list[SharedOut]:
    """The public networks of everyone, and those that the asker's class may see; the last changed first, 300 at most."""
    user = access.person(request)
    return await sync_to_async(_shared_with)(user.pk)


@router.get("/networks/{network_id}/sharing", response={200: SharingOut, 403: Problems, 404: Problems})
async def read_sharing(request: HttpRequest, network_id: NetworkId) -> SharingOut:
    """How a network of one's own is shared."""
    return await _sharing(await access.network_to_change(request, network_id))


@router.put("/networks/{network_id}/sharing", response={200: SharingOut, 403: Problems, 404: Problems, 422: Problems})
async def share(request: HttpRequest, network_id: NetworkId, body: Sharing) -> SharingOut:
    """Say who may look at a network. Those who may not any more are shown out at once, pages that are open included."""
    network = await access.network_to_change(request, network_id)
    if body.shared == "class" and not await _has_class(network):
        raise Refusal(Problem(code="no_class", message="You are in no class that goes on. Share it by link, or with everyone."))
    network.shared = body.shared
    await network.asave(update_fields=["shared"])
    if body.shared == "link" and not network.link:
        await sync_to_async(network.renew_link)()
    await sync_to_async(withdrawals.announce)(network.pk)
    return await _sharing(network)


@router.post("/networks/{network_id}/sharing/link", response={200: SharingOut, 403: Problems, 404: Problems})
async def renew_link(request: HttpRequest, network_id: NetworkId) -> SharingOut:
    """Make another link; the one before opens nothing from now on."""
    network = await access.network_to_change(request, network_id)
    await sync_to_async(network.renew_link)()
    await sync_to_async(withdrawals.announce)(network.pk)
    return await _sharing(network)


@router.post("/networks/{network_id}/fork", throttle=throttles.MAKING, response={201: NetworkOut, 404: Problems, 422: Problems})
async def fork(request: HttpRequest, network_id: NetworkId) -> Status[NetworkOut]:
    """Make a copy of a network that one may see, as one's own: with its blocks, its settings and the weights it starts from."""
    network = await access.network_to_read(request, network_id)
    user = access.person(request)
    await sync_to_async(limits.check_networks)(user)
    return Status(HTTPStatus.CREATED, await network_out_to(request, await sync_to_async(network.fork)(user.pk)))


@router.get(
    "/networks/{network_id}/analysis",
    throttle=throttles.QUESTIONS,
    response={200: AnalysisOut, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_analysis(request: HttpRequest, network_id: NetworkId) -> Answer:
    """Shapes, parameters and problems of a network as it is saved."""
    return await ask("designer.analyse", await _seen(await access.network_to_read(request, network_id)))


@router.get(
    "/networks/{network_id}/code",
    throttle=throttles.QUESTIONS,
    response={200: CodeOut, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_code(request: HttpRequest, network_id: NetworkId, shapes: bool = False) -> Answer:
    """The training script of a network as it is saved."""
    seen = await _seen(await access.network_to_read(request, network_id))
    return await ask("designer.code", {**seen, "shapes": shapes})


@router.get(
    "/networks/{network_id}/code/{written_as}",
    throttle=throttles.QUESTIONS,
    response={200: bytes, 403: Problems, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_code_file(request: HttpRequest, network_id: NetworkId, written_as: WrittenAs, shapes: bool = False) -> HttpResponse:
    """The code of a network as it is saved, as a file; the bundle with its data only where the asker may have these."""
    network = await access.network_to_read(request, network_id)
    document = parse(network.document)
    if written_as == "bundle":
        await access.need_data(request, document.training.dataset)
    return await FILES[written_as](document, {**await _seen(network), "shapes": shapes})


@router.get(
    "/networks/{network_id}/schedule",
    throttle=throttles.QUESTIONS,
    response={200: ScheduleOut, 404: Problems, 422: Problems, 503: Problems},
    auth=access.ANYONE,
)
async def read_schedule(request: HttpRequest, network_id: NetworkId, steps: Annotated[int, Query(ge=1, le=1_000_000_000)]) -> Answer:
    """The learning rate of a network over all the steps of its training, `steps` an epoch."""
    training = parse((await access.network_to_read(request, network_id)).document).training
    return await ask("designer.schedule", {"optimizer": training.optimizer.model_dump(), "steps": training.epochs * steps})


async def _seen(network: Network) -> dict[str, Any]:
    """A network's document as its owner sees it: what readers are shown of it is the same."""
    return await sync_to_async(seen_by)(network.owner_id, parse(network.document))


async def _sharing(network: Network) -> SharingOut:
    addresses = {"private": "", "link": f"/shared/{network.link}"}
    address = addresses.get(network.shared, f"/networks/{network.pk}")
    return SharingOut(shared=cast(Shared, network.shared), address=address, offers_class=await _has_class(network))


async def _has_class(network: Network) -> bool:
    return await sync_to_async(classmates.has_class)(network.owner_id)


def _shared_with(person: int) -> list[SharedOut]:
    of_classes = Network.objects.filter(shared="class")
    owners = [owner for owner in of_classes.order_by("owner_id").values_list("owner_id", flat=True).distinct() if _sits_with(person, owner)]
    found = list((Network.objects.filter(shared="public") | of_classes.filter(owner_id__in=owners))[:MOST])
    digests = data_sources.digests(network.pk for network in found)
    return list(_cards(person, found, digests))


def _sits_with(person: int, owner: int) -> bool:
    return person == owner or classmates.same_class(person, owner)


def _cards(person: int, networks: Iterable[Network], digests: Any) -> Iterable[SharedOut]:
    for network in networks:
        author = None if network.owner_id == person else classmates.shown_name(person, network.owner_id)
        yield SharedOut(**card(network, digests.get(network.pk)).model_dump(), author=author, shared=cast(Shared, network.shared))
