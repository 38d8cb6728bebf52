"""How often one may ask for what costs the server much. A person is counted by their account, who is not signed in by their address.

A whole class sits behind one address, so an address may ask for more than a person needs. Counted within the web process: what is forgotten when it
is started again was a minute's worth.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many again in every `seconds`."""

    most: int
    seconds: float


class Throttle(BaseThrottle):
    """Lets a rate through: each request moves a moment ahead, and one is refused while that lies further ahead than `seconds`."""

    def __init__(self, people: Rate, no_one: Rate | None = None) -> None:
        self.people = people
        self.no_one = no_one or people
        self._moments: dict[str, float] = {}
        self._lock = threading.Lock()
        self._of_thread = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether a request is let through."""
        self._of_thread.wait = self.take(*self._asker(request))
        return bool(self._of_thread.wait <= 0)

    def wait(self) -> float:
        """How many seconds whoever was refused last in this thread has to wait."""
        return float(self._of_thread.wait)

    def take(self, who: str, rate: Rate, now: float | None = None) -> float:
        """Count a request: 0, or how many seconds are left until it would be let through."""
        now = time.monotonic() if now is None else now
        each = rate.seconds / rate.most
        with self._lock:
            moment = max(self._moments.get(who, now), now) + each
            if moment - now > rate.seconds + each / 2:
                return moment - now - rate.seconds
            if len(self._moments) >= MOST_KEPT:
                self._moments = {name: kept for name, kept in self._moments.items() if kept > now}
            self._moments[who] = moment
        return 0.0

    def forget(self) -> None:
        """Count anew."""
        with self._lock:
            self._moments.clear()

    def _asker(self, request: HttpRequest) -> tuple[str, Rate]:
        if request.user.is_authenticated:
            return f"person {request.user.pk}", self.people
        key: Any = getattr(request, "auth", None)
        if key is not None and key.pk is not None:
            return f"key of {key.pk}", self.people
        return f"address {address(request)}", self.no_one


def sentence(wait: float) -> str:
    """What is said to whoever has to wait."""
    seconds = max(1, ceil(wait))
    return f"That was asked for too often. Try again in {seconds} second{'s' if seconds > 1 else ''}."


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, which HTTPS=1 says there is, what that one saw, where it is an address."""
    seen = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    with suppress(ValueError):
        return str(ipaddress.ip_address(_without_port(seen.rpartition(",")[2].strip())))
    return str(request.META.get("REMOTE_ADDR", ""))


def _without_port(text: str) -> str:
    """An address as some proxies write it, 192.0.2.1:4711 or [2001:db8::1]:4711, without the port."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


MINUTE = 60.0
QUESTIONS = Throttle(Rate(3_000, MINUTE), no_one=Rate(900, MINUTE))
"""What a worker answers at once: an analysis, code, a prediction. An editor asks some times a second, a drawing pad ten times."""
FILES = Throttle(Rate(60, MINUTE), no_one=Rate(30, MINUTE))
"""What reads, writes or takes in whole files."""
STARTS = Throttle(Rate(120, MINUTE))
"""Runs and sweeps; how many may wait at once is a matter of the limits of roles."""
MAKING = Throttle(Rate(120, MINUTE))
"""Networks, copies of them, and blocks that are kept."""
JOINING = Throttle(Rate(200, 10 * MINUTE))
"""Accounts that are made for whoever has the code of a class."""
LOOKING_AROUND = Throttle(Rate(40, 60 * MINUTE))
"""Guests, who need no code: a whole class may look around at once, and one address does not use up the places of all in a day."""
SIGNING_IN = Throttle(Rate(300, 10 * MINUTE))
"""Passwords and pass-phrases: each try costs a tenth of a second of a core; who guesses at one name is locked out long before."""
ALL = (QUESTIONS, FILES, STARTS, MAKING, JOINING, LOOKING_AROUND, SIGNING_IN)
