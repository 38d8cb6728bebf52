"""The tiles of the wall: what each member of a class has made, read from the database at one go."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from classroom import stuck
from classroom.models import Membership
from classroom.results import Result, best_of, results_of, title_of
from classroom.schemas import Tile, TileBest, TileNetwork, TileRun, TileStuck
from classroom.stuck import Fault
from designer.cards import card
from designer.models import Network
from training.models import Run

RUN_FIELDS = ("id", "name", "network_id", "state", "epoch", "epochs", "dataset", "summary", "network__owner_id")


@dataclass(frozen=True, slots=True)
class Read:
    """Tiles by their persons, and when the next of these persons is stuck (by the clock) unless the error is mended."""

    tiles: dict[int, Tile]
    due: float | None


def read(class_id: str, people: Collection[int] | None = None) -> Read:
    """The tiles of a class, or of some of its people."""
    members = Membership.objects.filter(klass=class_id)
    if people is not None:
        members = members.filter(user__in=people)
    rows = {member.user_id: member for member in members}
    owners = list(rows)
    faults, now = stuck.faults_of(owners), time.time()
    networks, runs = _networks(owners, faults, now), _runs(owners)
    best = _best(runs)
    tiles = {
        owner: _tile(member, networks.get(owner), runs.get(owner, []), best.get(owner), faults.get(owner), now) for owner, member in rows.items()
    }
    due = min((fault.since + stuck.AFTER for fault in faults.values() if not fault.is_old(now)), default=None)
    return Read(tiles, due)


def _networks(owners: Sequence[int], faults: dict[int, Fault], now: float) -> dict[int, Network]:
    """The network that each has at hand: the one they are stuck with, else the last changed."""
    chosen: dict[int, str] = {}
    for owner, network in Network.objects.filter(owner__in=owners, frozen=False).order_by("-changed").values_list("owner_id", "pk"):
        fault = faults.get(owner)
        if owner not in chosen or (fault is not None and fault.is_old(now) and fault.network == network):
            chosen[owner] = network
    return {network.owner_id: network for network in Network.objects.filter(pk__in=chosen.values())}


def _runs(owners: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Everyone's runs, newest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for run in Run.objects.filter(network__owner__in=owners, network__frozen=False).order_by("-made", "-number").values(*RUN_FIELDS):
        found.setdefault(run["network__owner_id"], []).append(run)
    return found


def _tile(member: Membership, network: Network | None, runs: list[dict[str, Any]], best: TileBest | None, fault: Fault | None, now: float) -> Tile:
    is_stuck = fault is not None and fault.is_old(now) and network is not None and fault.network == network.pk
    return Tile(
        member=member.pk,
        nickname=member.nickname,
        locked=member.locked,
        network=None if network is None else _network(network),
        run=_run(runs[0]) if runs else None,
        best=best,
        stuck=_stuck(fault) if fault is not None and is_stuck else None,
    )


def _network(network: Network) -> TileNetwork:
    small = card(network, None)
    return TileNetwork(id=network.pk, name=network.name, layers=small.layers, thumbnail=small.thumbnail, wires=small.wires)


def _run(run: dict[str, Any]) -> TileRun:
    return TileRun(network=run["network_id"], **{name: run[name] for name in ("id", "name", "state", "epoch", "epochs")})


def _best(runs: dict[int, list[dict[str, Any]]]) -> dict[int, TileBest]:
    """What each reached on the data of their newest run."""
    told = {owner: [run for run in theirs if run["dataset"] == theirs[0]["dataset"]] for owner, theirs in runs.items()}
    results = results_of(run for theirs in told.values() for run in theirs)
    best = {owner: best_of(results[run["id"]] for run in theirs if run["id"] in results) for owner, theirs in told.items()}
    return {owner: _tile_best(found, title_of(told[owner][0]["dataset"])) for owner, found in best.items() if found is not None}


def _tile_best(best: Result, dataset: str) -> TileBest:
    return TileBest(metric=best.measure, value=best.value, is_loss=best.is_loss, dataset=dataset)


def _stuck(fault: Fault) -> TileStuck:
    return TileStuck(code=fault.code, node=fault.node, message=fault.message, since=datetime.fromtimestamp(fault.since, UTC))
