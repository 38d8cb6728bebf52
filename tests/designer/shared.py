"""Networks that are shared, and the people who come to look at them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client

from designer.classmates import Classes
from designer.models import Network

ROLES = ("owner", "link holder", "wrong link", "class-mate", "stranger", "no one", "no one with the link", "no one with a wrong link")
SETTINGS = ("private", "class", "link", "public")


def _sit_together(person: int, owner: int) -> bool:
    return User.objects.filter(pk__in=(person, owner)).exclude(username__in=("owner", "class-mate")).count() == 0


def _name_of(asker: int | None, person: int) -> str:
    return "Ada" if User.objects.get(pk=person).username == "owner" else ""


def _sits(person: int) -> bool:
    return _sit_together(person, User.objects.get(username="owner").pk)


A_CLASS = Classes(has_class=_sits, same_class=_sit_together, shown_name=_name_of)


def share(network: Network, setting: str) -> None:
    """Share a network like this; a link is there in any case."""
    network.shared = setting
    network.save(update_fields=["shared"])
    if not network.link:
        network.renew_link()


def visitor(client_of: Callable[[str], Client], role: str, network: Network, setting: str) -> Client:
    """A browser of someone in that role, who opened the network's link where the role says so; the network is then shared like `setting`."""
    client = client_of("no one" if role.startswith("no one") else role)
    if "link" in role:
        share(network, "link")
        assert client.get(f"/shared/{network.link}").status_code == 302
        if "wrong" in role:
            network.renew_link()
    share(network, setting)
    return client


def may_read(role: str, setting: str) -> bool:
    """Whether someone in that role is to see what is shared like that."""
    readers = {"class": {"class-mate"}, "link": {"link holder", "no one with the link"}, "public": set(ROLES)}
    return role == "owner" or role in readers.get(setting, ())
