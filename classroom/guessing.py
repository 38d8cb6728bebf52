"""Against guessing: wrong passwords, pass-phrases and codes of classes are counted by name and address, and too many of them lock that pair out.

A whole class sits behind one address, so an address alone is never locked out; of codes, which have no name, many may be wrong.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from config.guessing_limits import CODES

__all__ = ["CODES", "LockedOut", "forget", "locked_out", "need_patience", "note_wrong", "patience"]


class LockedOut(Exception):
    """Too many guesses were made."""


def need_patience(request: HttpRequest, name: str) -> None:
    """Raise LockedOut where too many guesses were made for a name from this address."""
    if not AxesProxyHandler.is_allowed(request, {"username": name}):
        raise LockedOut


def note_wrong(request: HttpRequest, name: str) -> None:
    """Count a wrong guess."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)


def forget(request: HttpRequest, name: str) -> None:
    """Count anew: what was typed was right."""
    AxesProxyHandler.update_request(request)
    reset(ip=request.axes_ip_address, username=name)  # type: ignore[attr-defined]


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """The page that says how long to wait. Whose turn it was stands in the request: of what axes passes, the order depends on the server."""
    AxesProxyHandler.update_request(request)
    name = (request.axes_credentials or {}).get("username", CODES)  # type: ignore[attr-defined]
    return render(request, "classroom/locked_out.html", {"minutes": _minutes(request, name), "of_codes": name == CODES}, status=429)


def patience(request: HttpRequest, name: str) -> str:
    """How long to wait, as a sentence."""
    minutes = _minutes(request, name)
    return f"Too many tries for this name were wrong. Try again in {minutes} minute{'s' if minutes > 1 else ''}."


def _minutes(request: HttpRequest, name: str) -> int:
    AxesProxyHandler.update_request(request)
    attempts = AccessAttempt.objects.filter(username=name, ip_address=request.axes_ip_address)  # type: ignore[attr-defined]
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    left = last + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, ceil(left.total_seconds() / 60))
