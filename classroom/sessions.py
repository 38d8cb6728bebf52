"""Which sessions are kept: those that can still sign somebody in. What lies in others goes: account numbers, links, who has just joined."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

AT_ONCE = 500


def purge() -> None:
    """Delete the sessions that have run out, and those of accounts that are no more."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    people = {session.pk: int(person) for session in Session.objects.iterator() if (person := session.get_decoded().get(SESSION_KEY)) is not None}
    known = set(User.objects.values_list("pk", flat=True))
    gone = [key for key, person in people.items() if person not in known]
    for start in range(0, len(gone), AT_ONCE):
        Session.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
