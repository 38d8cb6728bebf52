"""Saying through the broker that something changed in a class: in its room (who is in it, what its teacher does), or in what its members work on.

Readers then look into the database, which holds the truth; while the broker is away they look by themselves now and then.
"""

from __future__ import annotations

from classroom.models import Class, today
from config import broker
from designer.activity import What

KEPT_SECONDS = 3600
KEPT_ENTRIES = 1_000


def room_key(class_id: str) -> str:
    """The stream of changes of a class's room."""
    return f"class:{class_id}"


def work_key(class_id: str) -> str:
    """The stream that says whose work changed."""
    return f"class:{class_id}:work"


def announce_room(class_id: str) -> None:
    """Say that a class's room changed."""
    broker.announce(room_key(class_id), fields={"changed": 1}, most=1, seconds=KEPT_SECONDS)


def worked(person: int, what: What) -> None:
    """Say in their classes that a person's network or run changed; with a run the leader board may have."""
    for class_id, board in Class.objects.filter(members__user=person, ends__gte=today()).values_list("pk", "board"):
        broker.announce(work_key(class_id), fields={"person": person}, most=KEPT_ENTRIES, seconds=KEPT_SECONDS)
        if what == "run" and board != "off":
            announce_room(class_id)
