"""What is compared between runs: on the validation data the accuracy, where there is one, else the loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designer import data_sources

LOSS = "val_loss"


@dataclass(frozen=True, slots=True)
class Result:
    """A measured number; of two the better has the larger `rank`."""

    metric: str
    value: float

    @property
    def rank(self) -> tuple[bool, float]:
        """Any accuracy counts more than a loss."""
        return (self.metric != LOSS, -self.value if self.metric == LOSS else self.value)


def result_of(summary: Mapping[str, float]) -> Result | None:
    """What a run's last numbers say; None where nothing was validated."""
    name = next((name for name in summary if name.startswith("val_") and name.endswith("accuracy")), LOSS)
    return Result(name, summary[name]) if name in summary else None


def best_of(summaries: Iterable[Mapping[str, float]]) -> Result | None:
    """The best of several runs."""
    found = [result for summary in summaries if (result := result_of(summary)) is not None]
    return max(found, key=lambda result: result.rank, default=None)


def title_of(dataset: str) -> str:
    """What a data set is called before people."""
    found = data_sources.find(dataset)
    return dataset if found is None else found.title
