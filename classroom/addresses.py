"""Where students find the page to join by, as text and as a picture for their phones."""

from __future__ import annotations

import io
import ipaddress
import os
import socket

import segno
from django.conf import settings
from django.http import HttpRequest

from config import environment

QUIET = 4  # modules around the picture that must stay empty


def base(request: HttpRequest | None = None) -> str:
    """The address of this server as other machines reach it: the one that was asked by, where it is one; on loopback that of this machine."""
    if settings.LOOPBACK:
        return request.build_absolute_uri("/")[:-1] if request else environment.address(environment.HOST, environment.PORT)
    if request is not None and not environment.is_loopback(request.get_host().rsplit(":", 1)[0]):
        return request.build_absolute_uri("/")[:-1]
    named = [name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",") if name.strip()]
    host = named[0].lstrip(".") if named else _reachable(environment.HOST)
    return f"https://{host}" if settings.HTTPS else f"http://{host}:{environment.PORT}"


def _reachable(host: str) -> str:
    """Of the names and addresses of this machine the one that is most likely reached from a phone."""
    numbers = [name for name in environment.allowed_hosts(host) if _may_be_reached(name)]
    return numbers[0] if numbers else socket.gethostname()


def _may_be_reached(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.version == 4 and not (address.is_loopback or address.is_unspecified or address.is_link_local)


def join_address(code: str, request: HttpRequest | None = None) -> str:
    """The page on which a class is joined."""
    return f"{base(request)}/join/{code}"


def picture(address: str) -> bytes:
    """An address as a QR code in SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=8, border=QUIET, dark="#000", light="#fff", xmldecl=True)
    return out.getvalue()
