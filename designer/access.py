"""Who may read a network with everything that hangs on it, and who may change it: every endpoint, page and socket asks here.

A link is opened once, by its address; then its token lies in the visitor's session, so that no other address, no header and no socket names
it. It opens the network for as long as it is the network's link.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar, cast

from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Manager, Model
from django.http import HttpRequest
from ninja import Path
from ninja.errors import HttpError
from ninja.security import SessionAuth

from designer import classmates, data_sources
from designer.answers import Refusal
from designer.core.problems import Problem
from designer.models import Network

LINKS = "links"  # in a session: the token by the network's id
VISITS = "visits"  # in a session of no one: whether it was given a page of a shared network
MOST_LINKS = 100
MOST_COMPARED = 8
MISSING = "There is no such network, or it is not yours. Open one from the home page."
GONE = "This link opens nothing any more: its owner took it back. Ask for a new one."
FROZEN = "This network was handed in and stays as it is. Make a copy of it, then change that."
NOT_YOURS = "This network is someone else's: you can look at it, not change it. Make it yours, then change that."
Thing = TypeVar("Thing", bound=Model)
NetworkId = Annotated[str, Path(max_length=16)]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a person, or no one; and the links that were opened in their browser."""

    person: int | None
    links: Mapping[str, str]

    def opened(self, network: Network) -> bool:
        """Whether the network's link, as it is now, was opened."""
        token = self.links.get(network.pk, "")
        return network.link != "" and secrets.compare_digest(token.encode(), network.link.encode())


class AnyoneAuth(SessionAuth):
    """Lets those through who are not signed in, too: `need` then says whether they may read."""

    def authenticate(self, request: HttpRequest, key: str | None) -> User | AnonymousUser:
        """Whoever asks."""
        return request.user


class VisitorAuth(SessionAuth):
    """Lets those through, too, to whom a page of a shared network was given."""

    def authenticate(self, request: HttpRequest, key: str | None) -> User | AnonymousUser | None:
        """Whoever asks, or None."""
        return request.user if request.user.is_authenticated or request.session.get(VISITS) else None


ANYONE, VISITOR = AnyoneAuth(), VisitorAuth()


def asker_of(user: Any, session: SessionBase) -> Asker:
    """Who asks, from what Django and Channels know of them."""
    return Asker(user.pk if user.is_authenticated else None, session.get(LINKS, {}))


async def asker(request: HttpRequest) -> Asker:
    """Who asks."""
    return asker_of(request.user, request.session)  # both were read before the view ran


def person(request: HttpRequest) -> User:
    """Who is signed in, where the API asks for a session before the endpoint runs; they were read before it does."""
    return cast(User, request.user)


def owns(asker: Asker, network: Network) -> bool:
    """Whether a network is the asker's own."""
    return asker.person is not None and asker.person == network.owner_id


def may_change(asker: Asker, network: Network) -> bool:
    """Whether the asker may change a network, and train it: its owner alone, and nobody where it is frozen."""
    return owns(asker, network) and not network.frozen


def may_read(asker: Asker, network: Network) -> bool:
    """Whether the asker may see a network, with its runs and everything that came of them."""
    return owns(asker, network) or READERS[network.shared](asker, network) or _by_a_class(asker, network)


def _of_the_class(asker: Asker, network: Network) -> bool:
    return asker.person is not None and classmates.same_class(asker.person, network.owner_id)


def _by_a_class(asker: Asker, network: Network) -> bool:
    return asker.person is not None and classmates.may_read(asker.person, network.pk, network.owner_id)


READERS: dict[str, Callable[[Asker, Network], bool]] = {
    "private": owns,
    "class": _of_the_class,
    "link": Asker.opened,
    "public": lambda *_: True,
}


async def network_to_read(request: HttpRequest, network_id: str) -> Network:
    """A network that the asker may see; 404 for one that they may not, so that ids cannot be probed."""
    network = await Network.objects.filter(pk=network_id).afirst()
    return await need(request, network, MISSING)


async def network_to_change(request: HttpRequest, network_id: str) -> Network:
    """A network that the asker may change."""
    network = await Network.objects.filter(pk=network_id).afirst()
    return await need(request, network, MISSING, to_change=True)


async def need(request: HttpRequest, network: Network | None, missing: str, *, to_change: bool = False) -> Network:
    """The network, where the asker may see it, or change it. Raises HttpError: 404 with the sentence `missing`; 401 for no one; 403 for readers."""
    who = await asker(request)
    if network is None or not (may_change(who, network) or await sync_to_async(may_read)(who, network)):
        if network is not None and network.pk in who.links:
            raise Refusal(Problem(code="link_gone", message=GONE), status=HTTPStatus.NOT_FOUND)
        if who.person is None:
            raise HttpError(HTTPStatus.UNAUTHORIZED, "Unauthorized")
        raise HttpError(HTTPStatus.NOT_FOUND, missing)
    if to_change and owns(who, network) and network.frozen:
        raise Refusal(Problem(code="frozen", message=FROZEN), status=HTTPStatus.FORBIDDEN)
    if to_change and not may_change(who, network):
        raise Refusal(Problem(code="not_yours", message=NOT_YOURS), status=HTTPStatus.FORBIDDEN)
    return network


async def need_of(request: HttpRequest, rows: Manager[Thing], key: str, missing: str, *, to_change: bool = False) -> Thing:
    """Something that belongs to a network, such as a run, where the asker may see the network, or change it. Raises HttpError as `need` does."""
    thing = await rows.select_related("network").filter(pk=key).afirst()
    await need(request, None if thing is None else thing.network, missing, to_change=to_change)  # type: ignore[attr-defined]
    return cast(Thing, thing)


async def need_data(request: HttpRequest, dataset: str | None) -> None:
    """Refuse to hand out a file with a data set in it to those who may not read that."""
    who = await asker(request)
    if dataset is not None and not await sync_to_async(data_sources.may_read)(who.person, dataset):
        message = "The data set of this network is its owner's own, and its file is not given away. Take the script alone."
        raise Refusal(Problem(code="data_not_yours", message=message), status=HTTPStatus.FORBIDDEN)


async def author(request: HttpRequest, network: Network) -> str | None:
    """What the owner of a network is called before the asker; None where it is the asker's own."""
    who = await asker(request)
    return None if may_change(who, network) else await sync_to_async(classmates.shown_name)(who.person, network.owner_id)


def open_link(session: SessionBase, token: str) -> Network | None:
    """The network that a link opens, which this session may read from now on; None where it opens nothing any more."""
    network = Network.objects.filter(link=token, shared__in=("link", "public")).first() if token else None
    if network is not None:
        kept = {name: link for name, link in session.get(LINKS, {}).items() if name != network.pk}
        session[LINKS] = dict([*kept.items(), (network.pk, token)][-MOST_LINKS:])
    return network


def visits(request: HttpRequest, path: str) -> bool:
    """Whether a page's address leads no one to a network, or to something of one, that they may see; their session notes it.

    The page on which runs are compared names them in its query, and shows those alone that may be seen.
    """
    if path == "compare":
        return any(visits(request, f"runs/{run}") for run in request.GET.get("runs", "").split(",")[:MOST_COMPARED])
    kind, _, name = path.partition("/")
    network_id = name if kind == "networks" else data_sources.network_of(kind, name)
    network = Network.objects.filter(pk=network_id).first() if network_id else None
    who = asker_of(request.user, request.session)
    if network is None or not (network.pk in who.links or may_read(who, network)):
        return False
    request.session[VISITS] = True
    return True
