"""What a person takes away of assignments: what they handed in, what they wrote for their classes, what they said (classroom.belongings)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.db.models import F

from assignments import marking, material
from assignments.models import Assignment, Comment, HandIn
from assignments.results import results_of
from classroom.belongings import as_json, folder_of, safe
from designer.answers import Refusal


async def packed(user: User) -> AsyncIterator[tuple[str, bytes | Path]]:
    """A file for each hand-in, each assignment, its marks, and all comments, by its name in the zip."""
    async for hand_in in HandIn.objects.filter(person=user).select_related("assignment", "network", "check_run"):
        yield f"hand-ins/{safe(hand_in.assignment.title)} {hand_in.number} {hand_in.pk}.json", as_json(await sync_to_async(_told_of)(hand_in))
    async for assignment in Assignment.objects.filter(klass__teacher=user).select_related("klass"):
        place = f"{folder_of(assignment.klass)}/assignments/{safe(assignment.title)} {assignment.pk}"
        for name, data in await sync_to_async(_written)(assignment):
            yield f"{place}{name}", data
        yield f"{place} marks.csv", (await sync_to_async(marking.marks_csv)(assignment)).encode()
    said = Comment.objects.filter(author=user).annotate(assignment=F("hand_in__assignment__title"))
    if told := [row async for row in said.values("assignment", "hand_in", "node", "text", "made")]:
        yield "comments.json", as_json(told)


def _written(assignment: Assignment) -> list[tuple[str, bytes | Path]]:
    """An assignment as the file that is opened again; one that is too large for that in parts."""
    try:
        return [(".zip", material.pack(material.of(assignment)))]
    except Refusal:
        names = ("title", "text", "starter", "solution", "dataset", "hidden", "palette", "shown", "rules", "deadline", "takes_late", "tries")
        parts: list[tuple[str, bytes | Path]] = [(".json", as_json({name: getattr(assignment, name) for name in names}))]
        return parts + [(f" {safe(picture.name)}", picture.path) for picture in assignment.pictures.all()]


def _told_of(hand_in: HandIn) -> dict[str, Any]:
    names = ("number", "made", "late", "note", "run", "remark")
    return {name: getattr(hand_in, name) for name in names} | {
        "assignment": hand_in.assignment.title,
        "document": hand_in.network.document,
        "results": [result.model_dump(mode="json") for result in results_of(hand_in)],
        "comments": list(hand_in.comments.values("node", "text", "made")),
    }
