"""Problems -> problems with fixes: every fix offered was tried on the document, and the problem was gone.

To add a fix, write a maker (findings and problem in, candidate fixes out) and give it a row in CURES. A candidate need not be sure to work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from designer.core.cures import arguments, graph, joins, names, shapes, training
from designer.core.document import Document, patched
from designer.core.edits import Maker
from designer.core.findings import Findings
from designer.core.problems import Fix, Patch, Problem

Examine = Callable[[Document], Findings]

MOST_FIXES = 3  # offered for one problem
NODES_TRIED = 4_000  # nodes gone through while fixes are tried: about 30 ms of work for one analysis
MOST_TRIED = 60

CURES: Mapping[str, tuple[Maker, ...]] = {
    **graph.CURES,
    **shapes.CURES,
    **joins.CURES,
    **training.CURES,
    **arguments.CURES,
    **names.CURES,
}
REVEALING = frozenset({"cycle", "unknown_layer", "unavailable_layer", "empty", "no_input", "no_output", "unknown_dataset", "unknown_field"})
"""Codes whose cure may show problems that were hidden behind them, on the same node too."""


class Trials:
    """How much may still be tried in one analysis."""

    def __init__(self, nodes: int) -> None:
        self.left = min(MOST_TRIED, max(1, NODES_TRIED // max(nodes, 1)))

    def take(self) -> bool:
        """Whether one more may be tried."""
        self.left -= 1
        return self.left >= 0


def add_fixes(found: Findings, examine: Examine) -> tuple[Problem, ...]:
    """The problems with those fixes that were seen to cure them."""
    trials = Trials(len(found.document.nodes))
    return tuple(_with_fixes(found, problem, examine, trials) for problem in found.problems)


def _with_fixes(found: Findings, problem: Problem, examine: Examine, trials: Trials) -> Problem:
    """The fixes that came with a problem from the plan stay, and come first."""
    makers = CURES.get(problem.code)
    if makers is None or trials.left <= 0 or problem.inside:  # a patch does not reach into a block
        return problem
    fixes = list(problem.fixes)
    tried: list[Patch] = []
    for fix in _candidates(found, problem, makers):
        if fix.patch in tried:
            continue
        if len(fixes) == MOST_FIXES or not trials.take():
            break
        tried.append(fix.patch)
        if cures(fix, problem, found, examine):
            fixes.append(fix)
    return problem.model_copy(update={"fixes": tuple(fixes)}) if fixes else problem


def _candidates(found: Findings, problem: Problem, makers: Iterable[Maker]) -> Iterator[Fix]:
    return chain.from_iterable(maker(found, problem) for maker in makers)


def cures(fix: Fix, problem: Problem, found: Findings, examine: Examine) -> bool:
    """Whether a fix takes its problem away and breaks nothing that was whole."""
    after = examine(patched(found.document, fix.patch))
    if after.has(problem.code, problem.node):
        return False
    if problem.code in REVEALING:
        return True
    before = {(old.code, old.node, old.inside) for old in found.problems}
    fresh = [new for new in after.problems if (new.code, new.node, new.inside) not in before and new.severity == "error"]
    return not any(_is_new_harm(new, problem, found) for new in fresh)


def _is_new_harm(new: Problem, problem: Problem, found: Findings) -> bool:
    """An error where all was well before, or on a node that the fix touched; one that was hidden behind the cured problem is none."""
    return new.node is None or new.node == problem.node or new.node in found.nodes or new.node not in found.by_id
