"""Runs and data sets as the API gives them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from designer.core.data import DataSpec
from designer.core.document import parse
from designer.data_sources import RunDigest
from training import states
from training.data_schemas import DatasetOut
from training.models import Run, Sweep
from training.schemas import Failure, Folded, RunDetail, RunListed, RunOut
from training.states import Place

MEASURES = (("val_accuracy", 1), ("val_loss", -1), ("accuracy", 1), ("loss", -1))


def run_out(run: Run, positions: Mapping[str, Place]) -> RunOut:
    """A run without its document."""
    return RunOut(**_fields(run, positions))


def run_listed(run: Run, positions: Mapping[str, Place], folded: Folded | None = None) -> RunListed:
    """A run with the name of its network, which must have come with it; or the sweep that it stands for."""
    return RunListed(**_fields(run, positions), network_name=run.network.name, folded=folded)


def run_detail(run: Run, author: str | None = None) -> RunDetail:
    """A run with its document; `author` names its owner to a reader."""
    positions = states.positions() if run.state == "queued" else {}
    return RunDetail(**_fields(run, positions), document=parse(run.document), has_best=run.best_file.exists(), author=author)


def _fields(run: Run, positions: Mapping[str, Place]) -> dict[str, Any]:
    told = {"network", "position", "wait", "waits_for", "failure", "sweep"}
    fields: dict[str, Any] = {name: getattr(run, name) for name in RunOut.model_fields if name not in told}
    fields["network"] = run.network_id
    fields["sweep"] = run.sweep_id
    place = positions.get(run.pk)
    fields |= {"position": place and place.position, "wait": place and place.wait, "waits_for": place and place.waits_for}
    fields["failure"] = None if run.failure is None else Failure.model_validate(run.failure)
    return fields


def dataset_out(spec: DataSpec) -> DatasetOut:
    """A data set without its loader."""
    fields = {name: getattr(spec, name) for name in DatasetOut.model_fields if hasattr(spec, name)}
    return DatasetOut(**fields, packages=list(spec.loader.packages), files=list(spec.loader.files))


def network_of(kind: str, name: str) -> str | None:
    """The network that a page of a run or of a sweep is about."""
    rows: dict[str, QuerySet[Any]] = {"runs": Run.objects.all(), "try": Run.objects.all(), "sweeps": Sweep.objects.all()}
    return rows[kind].filter(pk=name).values_list("network_id", flat=True).first() if kind in rows else None


def digests(networks: Iterable[str]) -> dict[str, RunDigest]:
    """What the cards of these networks say of their runs."""
    runs: dict[str, list[Any]] = {}
    for run in Run.objects.filter(network_id__in=list(networks)).order_by("-made", "-number").values("network_id", "summary", "spark"):
        runs.setdefault(run["network_id"], []).append(run)
    return {network: _digest(found) for network, found in runs.items()}


def _digest(runs: list[Any]) -> RunDigest:
    """From runs, newest first."""
    spark: list[float] = next((run["spark"] for run in runs if run["spark"]), [])
    return RunDigest(runs=len(runs), best=_best([run["summary"] for run in runs]), spark=tuple(spark))


def _best(summaries: list[dict[str, float]]) -> str:
    for name, sign in MEASURES:
        values = [summary[name] for summary in summaries if name in summary]
        if values:
            return f"{name} {max(values, key=lambda value: sign * value):.3f}"
    return ""
