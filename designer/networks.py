"""Networks as the API gives them out, to their owner and to readers."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.http import HttpRequest

from designer import access, classmates
from designer.access import Asker
from designer.core.document import parse
from designer.models import Network
from designer.schemas import NetworkOut, Origin


async def network_out_to(request: HttpRequest, network: Network) -> NetworkOut:
    """A network for whoever asks."""
    who = await access.asker(request)
    return await sync_to_async(_out)(who, network)


def _out(who: Asker, network: Network) -> NetworkOut:
    is_own = access.may_change(who, network)
    return NetworkOut(
        id=network.pk,
        revision=network.revision,
        changed=network.changed,
        document=parse(network.document),
        author=None if is_own else classmates.shown_name(who.person, network.owner_id),
        origin=_origin(who, network),
    )


def _origin(who: Asker, network: Network) -> Origin | None:
    """What a fork was made from: its address only where whoever asks may open it."""
    source = network.copied_from
    if source is None:
        return Origin(network=None, name=network.copied_name, author=None) if network.copied_name else None
    author = None if access.may_change(who, source) else classmates.shown_name(who.person, source.owner_id)
    return Origin(network=source.pk if access.may_read(who, source) else None, name=network.copied_name, author=author)
