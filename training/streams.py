"""What a run says through the broker: new events, its state, that its worker lives, that it is to stop; and that a sweep has changed.

A run's history is its archive file (training.archive); a cursor is a byte offset in it. The stream only carries what was just
appended, under that offset as its id, so file and stream cannot number things differently, and whoever missed an entry, or finds
the stream gone with its broker, reads the same bytes from the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis as AsyncRedis

from config import broker
from training.core.commands import Command
from training.schemas import ENDED, EventState

KEPT_ENTRIES = 1_000
KEPT_SECONDS = 24 * 3600
LEASE_SECONDS = 6
WORKER_SECONDS = 15
ENDED_SECONDS = 600


def events_key(run_id: str) -> str:
    """The stream of a run's new events."""
    return f"run:{run_id}"


def state_key(run_id: str) -> str:
    """The stream of a run's states."""
    return f"run:{run_id}:state"


def sweep_key(sweep_id: str) -> str:
    """The stream of a sweep's changes."""
    return f"sweep:{sweep_id}"


def _lease_key(run_id: str, task: str) -> str:
    return f"run:{run_id}:lease:{task}"


def _commands_key(run_id: str) -> str:
    return f"run:{run_id}:commands"


@dataclass(frozen=True, slots=True)
class Entry:
    """Events of a run: the archive's bytes from `start` to `end`, ready to be sent."""

    start: int
    end: int
    frame: str


@dataclass(frozen=True, slots=True)
class News:
    """What one read of a run's streams brought: events first, then states, which were written after them."""

    entries: tuple[Entry, ...]
    states: tuple[EventState, ...]
    state_id: str


def add_events(run_id: str, start: int, end: int, frame: str) -> None:
    """Tell the hubs that the archive grew from `start` to `end`, and by what."""
    with broker.client().pipeline(transaction=False) as pipe:
        pipe.xadd(events_key(run_id), {"start": start, "frame": frame}, id=f"{end}-0", maxlen=KEPT_ENTRIES, approximate=True)
        pipe.expire(events_key(run_id), KEPT_SECONDS)
        pipe.execute()


def add_state(run_id: str, event: EventState) -> None:
    """Tell the hubs of a state."""
    with broker.client().pipeline(transaction=False) as pipe:
        pipe.xadd(state_key(run_id), {"state": event.model_dump_json()}, maxlen=100, approximate=True)
        pipe.expire(state_key(run_id), KEPT_SECONDS)
        if event.state in ENDED:
            pipe.expire(events_key(run_id), ENDED_SECONDS)
            pipe.expire(state_key(run_id), ENDED_SECONDS)
        pipe.execute()


def add_states(told: Mapping[str, EventState]) -> None:
    """Tell the hubs of the states of many runs that go on."""
    with broker.client().pipeline(transaction=False) as pipe:
        for run_id, event in told.items():
            pipe.xadd(state_key(run_id), {"state": event.model_dump_json()}, maxlen=100, approximate=True)
            pipe.expire(state_key(run_id), KEPT_SECONDS)
        pipe.execute()


async def last_state_id(redis: AsyncRedis, run_id: str) -> str:
    """Where to read states from, so as to miss none that is written after this call."""
    return await broker.newest(redis, state_key(run_id))


async def read_news(redis: AsyncRedis, run_id: str, after: int, state_id: str, wait: float) -> News:
    """Wait for what comes after an offset and a state; empty when nothing did within `wait` seconds."""
    keys: dict[Any, Any] = {events_key(run_id): f"{after}-0", state_key(run_id): state_id}
    found = dict(by_key(await redis.xread(keys, count=200, block=int(wait * 1000))))
    entries = tuple(
        Entry(int(fields[b"start"]), int(entry_id.partition(b"-")[0]), fields[b"frame"].decode())
        for entry_id, fields in found.get(events_key(run_id), ())
    )
    rows = found.get(state_key(run_id), ())
    states = tuple(EventState.model_validate_json(fields[b"state"]) for _, fields in rows)
    return News(entries, states, rows[-1][0].decode() if rows else state_id)


def by_key(reply: Any) -> Iterable[tuple[str, Any]]:
    """XREAD's reply as pairs of key and rows, in either version of the protocol."""
    pairs = reply.items() if isinstance(reply, dict) else reply or ()
    return ((key.decode(), rows) for key, rows in pairs)


def _worker_key(name: str) -> str:
    return f"worker:{name}"


def announce_worker(name: str, told: str) -> None:
    """Say that a worker is there, and what it has. It is forgotten unless this is said again in time."""
    broker.client().set(_worker_key(name), told, ex=WORKER_SECONDS)


def forget_worker(name: str) -> None:
    """Say that a worker is gone."""
    broker.client().delete(_worker_key(name))


def workers() -> list[str]:
    """What every worker that is there said of itself; raises RedisError."""
    keys = sorted(broker.client().scan_iter(_worker_key("*"), count=1_000))
    values: Any = broker.client().mget(keys) if keys else []
    return [told.decode() for told in values if told is not None]


def renew_lease(run_id: str, task: str) -> None:
    """Say that the worker of a run lives."""
    broker.client().set(_lease_key(run_id, task), 1, ex=LEASE_SECONDS)


def drop_lease(run_id: str, task: str) -> None:
    """Say that the worker of a run is done with it."""
    broker.client().delete(_lease_key(run_id, task))


def leased(runs: list[tuple[str, str]]) -> list[bool]:
    """Which of these (run, task) have a worker that lives."""
    return [value is not None for value in broker.client().mget([_lease_key(*run) for run in runs])] if runs else []


def tell(run_id: str, command: Command) -> None:
    """Leave word for the run's worker, or for its next one."""
    with broker.client().pipeline(transaction=False) as pipe:
        pipe.rpush(_commands_key(run_id), json.dumps([command.wish, command.value]))
        pipe.expire(_commands_key(run_id), KEPT_SECONDS)
        pipe.execute()


def need() -> None:
    """Raise RedisError where there is no broker."""
    broker.client().ping()


def wait_for_command(run_id: str, wait: float) -> Command | None:
    """The next word for the run's worker, if one comes within `wait` seconds."""
    found: Any = broker.client().blpop([_commands_key(run_id)], timeout=wait)
    return None if found is None else Command(*json.loads(found[1]))


def forget_commands(run_id: str) -> None:
    """Take back what was asked of a worker that will not do it any more."""
    broker.client().delete(_commands_key(run_id))


def waiting_messages(queue: str) -> int:
    """How many messages wait in a queue of the broker."""
    return int(broker.client().llen(queue))


def tell_sweep_changed(sweep_id: str) -> None:
    """Tell those who watch a sweep to look at it again."""
    with broker.client().pipeline(transaction=False) as pipe:
        pipe.xadd(sweep_key(sweep_id), {"changed": 1}, maxlen=1)
        pipe.expire(sweep_key(sweep_id), KEPT_SECONDS)
        pipe.execute()
