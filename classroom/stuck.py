"""Who is stuck: the same error, by its code and node, in the network that somebody has open, for three minutes.

Kept in the broker, from the analyses that the server answers, in whichever process. It is forgotten when its person has been gone for half an hour.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from classroom import news
from classroom.models import Membership
from config import broker

AFTER = 180.0  # seconds
KEPT_SECONDS = 1800
MOST = 20  # errors of a network that are remembered


@dataclass(frozen=True, slots=True)
class Fault:
    """The error that somebody has had for longest."""

    network: str
    code: str
    node: str | None
    message: str
    since: float

    def is_old(self, now: float) -> bool:
        """Whether who has it is stuck."""
        return now - self.since >= AFTER


def _key(person: int) -> str:
    return f"stuck:{person}"


def analysed(person: int, network: str, answer: str, now: float | None = None) -> None:
    """Note what a person was told of their open network; for those who sit in a class."""
    try:
        errors = _errors(answer) if '"severity":"error"' in answer else {}
        if not errors:
            if broker.client().delete(_key(person)):
                news.worked(person, "network")
        elif Membership.objects.filter(user=person).exists():
            _note(person, network, errors, time.time() if now is None else now)
    except (RedisError, OSError):
        pass  # without a broker nobody is marked; the answer is what counts


def _errors(answer: str) -> dict[str, dict[str, Any]]:
    """Errors by code and place."""
    problems = [problem for problem in json.loads(answer)["problems"] if problem["severity"] == "error"]
    return {"/".join([problem["code"], problem["node"] or "", *problem["inside"]]): problem for problem in problems[:MOST]}


def _note(person: int, network: str, errors: dict[str, dict[str, Any]], now: float) -> None:
    kept: dict[str, Any] = json.loads(broker.client().get(_key(person)) or "{}")
    before: dict[str, Any] = kept["faults"] if kept.get("network") == network else {}
    faults = {
        name: {"code": problem["code"], "node": problem["node"], "message": problem["message"], "since": before.get(name, {}).get("since", now)}
        for name, problem in errors.items()
    }
    broker.client().set(_key(person), json.dumps({"network": network, "faults": faults}), ex=KEPT_SECONDS)
    if before.keys() != faults.keys():
        news.worked(person, "network")


def faults_of(people: Sequence[int]) -> dict[int, Fault]:
    """The error that each of these people has had for longest; those without one are left out."""
    try:
        values: Any = broker.client().mget([_key(person) for person in people]) if people else []
    except (RedisError, OSError):
        return {}
    return {person: _oldest(json.loads(value)) for person, value in zip(people, values, strict=True) if value is not None}


def _oldest(kept: dict[str, Any]) -> Fault:
    return Fault(network=kept["network"], **min(kept["faults"].values(), key=lambda fault: fault["since"]))
