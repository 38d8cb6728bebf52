"""When the members of a class, and guests, were last here, to the minute."""

from __future__ import annotations

import time

from django.http import HttpRequest
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from classroom import guests
from classroom.models import Membership

EVERY = 60.0  # seconds
_noted: dict[int, float] = {}


class SeenMiddleware(MiddlewareMixin):
    """Notes that whoever asks is here."""

    def process_request(self, request: HttpRequest) -> None:
        """Note it, once a minute and process."""
        person, now = request.user.pk, time.monotonic()
        if person is not None and now - _noted.get(person, -EVERY) >= EVERY:
            _noted[person] = now
            Membership.objects.filter(user_id=person).update(seen=timezone.now())
            guests.note_seen(person)
