"""Fixes of arguments: a misspelt one renamed, an unknown one taken away, a wrong one set back to Keras's default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.core.edits import Edit, Maker
from designer.core.findings import Findings
from designer.core.problems import Fix, Problem
from designer.core.wording import close_to, quoted


def rename_or_remove(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Give a misspelt argument its right name, or take an unknown one away."""
    node, name = found.by_id.get(problem.node or ""), problem.param or ""
    spec = found.catalog.layers.get(node.layer) if node else None
    if node is None or spec is None or name not in node.config:
        return
    meant = close_to(name, [param.name for param in spec.params])
    if meant and meant not in node.config:
        yield Edit(found).set(node.id, **{name: None, meant: node.config[name]}).fix(f"Rename {name} to {meant}")
    yield Edit(found).set(node.id, **{name: None}).fix(f"Remove {name}")


def back_to_default(found: Findings, problem: Problem) -> Iterator[Fix]:
    """Take an argument away, so that Keras's default holds."""
    node, name = found.by_id.get(problem.node or ""), (problem.param or "").split(".")[0]
    spec = found.catalog.layers.get(node.layer) if node else None
    param = spec.param(name) if spec else None
    if node is None or param is None or param.required or name not in node.config:
        return
    yield Edit(found).set(node.id, **{name: None}).fix(f"Set {name} back to {quoted(param.default)}")


CURES: Mapping[str, tuple[Maker, ...]] = {
    "unknown_argument": (rename_or_remove,),
    **dict.fromkeys(("wrong_type", "out_of_range", "not_a_choice", "wrong_length", "unknown_object", "not_allowed"), (back_to_default,)),
}
