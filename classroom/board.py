"""The leader board: who reached what. By data set from the runs; an app that gives points registers what it ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from classroom.models import BoardMode, Class
from classroom.results import Result, results_of, title_of
from classroom.schemas import RankedOut, RankingOut
from designer import data_sources
from training.models import Run

MOST = 10  # lines, and one's own
COUNTED = ("finished", "stopped")


@dataclass(frozen=True, slots=True)
class Row:
    """What one person reached; people are named by their primary keys."""

    person: int
    score: float
    """More is better."""
    result: str
    """As it is shown."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is ranked."""

    title: str
    measure: str
    rows: tuple[Row, ...]


Source = Callable[[Class], Iterable[Ranking]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask this source, too; called once by an app's `ready`. When what it ranks changes it calls classroom.news.announce_room."""
    _sources.append(source)


def rankings(klass: Class) -> tuple[Ranking, ...]:
    """Everything that is ranked in a class, before anybody looks; nothing while its board is off."""
    if klass.board == "off":
        return ()
    return tuple(ranking for source in (best_results, *_sources) for ranking in source(klass) if ranking.rows)


def shown(found: Iterable[Ranking], mode: BoardMode, names: Mapping[int, str], person: int) -> list[RankingOut]:
    """The board as a person is shown it; of an anonymous one only what is their own is told."""
    return [RankingOut(title=one.title, measure=one.measure, rows=_lines(one, mode, names, person)) for one in found]


def _lines(ranking: Ranking, mode: BoardMode, names: Mapping[int, str], person: int) -> list[RankedOut]:
    lines: list[RankedOut] = []
    place, last = 0, None
    ranked = sorted((row for row in ranking.rows if row.person in names), key=lambda row: (-row.score, names[row.person].casefold()))
    for count, row in enumerate(ranked, start=1):
        place = place if row.score == last else count
        last = row.score
        if count <= MOST or row.person == person:
            name = names[row.person] if mode == "names" else None
            lines.append(RankedOut(place=place, name=name, result=row.result, is_you=row.person == person))
    return lines


def best_results(klass: Class) -> list[Ranking]:
    """Everyone's best result on each data set by each measure, of runs that have ended; on own data only where another was measured so, too."""
    people = klass.members.values("user")
    found: dict[tuple[str, bool, str], dict[int, Result]] = {}
    runs = Run.objects.filter(network__owner__in=people, network__frozen=False, state__in=COUNTED).order_by()
    rows = list(runs.values("id", "network__owner_id", "dataset", "summary"))
    results = results_of(rows)
    for row in rows:
        if (result := results.get(row["id"])) is not None:
            theirs = found.setdefault((row["dataset"], result.is_loss, result.measure), {})
            owner = row["network__owner_id"]
            theirs[owner] = max(theirs.get(owner, result), result, key=lambda result: result.score)
    return [_ranking(dataset, measure, theirs) for (dataset, _, measure), theirs in sorted(found.items()) if len(theirs) > 1 or not _is_own(dataset)]


def _is_own(dataset: str) -> bool:
    spec = data_sources.find(dataset)
    return spec is None or spec.own


def _ranking(dataset: str, measure: str, best: Mapping[int, Result]) -> Ranking:
    return Ranking(title_of(dataset), measure, tuple(Row(person, result.score, f"{result.value:.4g}") for person, result in best.items()))
