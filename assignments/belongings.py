"""What a person takes away of assignments: everything that they handed in (classroom.belongings)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User

from assignments.models import HandIn
from assignments.results import results_of
from classroom.belongings import as_json, safe


async def packed(user: User) -> AsyncIterator[tuple[str, bytes | Path]]:
    """A file for each hand-in, by its name in the zip."""
    async for hand_in in HandIn.objects.filter(person=user).select_related("assignment", "network", "check_run"):
        yield f"hand-ins/{safe(hand_in.assignment.title)} {hand_in.number} {hand_in.pk}.json", as_json(await sync_to_async(_told_of)(hand_in))


def _told_of(hand_in: HandIn) -> dict[str, Any]:
    names = ("number", "made", "late", "note", "run", "remark")
    return {name: getattr(hand_in, name) for name in names} | {
        "assignment": hand_in.assignment.title,
        "document": hand_in.network.document,
        "results": [result.model_dump(mode="json") for result in results_of(hand_in)],
        "comments": list(hand_in.comments.values("node", "text", "made")),
    }
