"""`match`: which case a value fits."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code.operators import truth_of
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Scope, Unknown

Names = dict[str, Any]
TYPES: Final[Mapping[str, type[Any]]] = {"bool": bool, "dict": dict, "float": float, "int": int, "list": list, "str": str, "tuple": tuple}


class Undecided(Exception):
    """Whether a pattern fits is not known."""


def follow_match(run: Run, node: ast.Match, scope: Scope) -> None:
    """Follow the first case that the value fits."""
    value = run.evaluate(node.subject, scope)
    try:
        case = next((case for case in node.cases if _is_meant(run, case, value, scope)), None)
    except Undecided:
        run.note("unread", "Which case of this match is meant cannot be known without running the program; it was left out.", node.lineno)
        return
    if case is not None:
        run.execute(case.body, scope)


def _is_meant(run: Run, case: ast.match_case, value: Any, scope: Scope) -> bool:
    names: Names = {}
    if not _fits(run, case.pattern, value, scope, names):
        return False
    for name, part in names.items():
        scope.assign(name, part)
    truth = truth_of(run.evaluate(case.guard, scope)) if case.guard is not None else True
    if truth is None:
        raise Undecided
    return truth


def _fits(run: Run, pattern: ast.pattern, value: Any, scope: Scope, names: Names) -> bool:
    if isinstance(value, Unknown) and not (isinstance(pattern, ast.MatchAs) and pattern.pattern is None):
        raise Undecided
    rule = PATTERNS.get(type(pattern))
    if rule is None:
        raise Undecided
    return rule(run, pattern, value, scope, names)


def _value(run: Run, pattern: ast.MatchValue, value: Any, scope: Scope, names: Names) -> bool:
    wanted = run.evaluate(pattern.value, scope)
    if isinstance(wanted, Unknown):
        raise Undecided
    return bool(wanted == value)


def _single(run: Run, pattern: ast.MatchSingleton, value: Any, scope: Scope, names: Names) -> bool:
    return value is pattern.value


def _name(run: Run, pattern: ast.MatchAs, value: Any, scope: Scope, names: Names) -> bool:
    if pattern.pattern is not None and not _fits(run, pattern.pattern, value, scope, names):
        return False
    if pattern.name is not None:
        names[pattern.name] = value
    return True


def _either(run: Run, pattern: ast.MatchOr, value: Any, scope: Scope, names: Names) -> bool:
    return any(_fits(run, part, value, scope, names) for part in pattern.patterns)


def _sequence(run: Run, pattern: ast.MatchSequence, value: Any, scope: Scope, names: Names) -> bool:
    if not isinstance(value, list | tuple):
        return False
    parts: Sequence[ast.pattern] = pattern.patterns
    star = next((place for place, part in enumerate(parts) if isinstance(part, ast.MatchStar)), None)
    if star is None:
        return len(parts) == len(value) and all(_fits(run, part, item, scope, names) for part, item in zip(parts, value, strict=True))
    behind = len(parts) - star - 1
    if len(value) < len(parts) - 1:
        return False
    rest = parts[star]
    if isinstance(rest, ast.MatchStar) and rest.name is not None:
        names[rest.name] = list(value[star : len(value) - behind])
    ends = [*zip(parts[:star], value, strict=False), *zip(parts[star + 1 :], value[len(value) - behind :], strict=False)]
    return all(_fits(run, part, item, scope, names) for part, item in ends)


def _mapping(run: Run, pattern: ast.MatchMapping, value: Any, scope: Scope, names: Names) -> bool:
    if not isinstance(value, dict):
        return False
    keys = [run.evaluate(key, scope) for key in pattern.keys]
    if any(key not in value for key in keys):
        return False
    if pattern.rest is not None:
        names[pattern.rest] = {key: item for key, item in value.items() if key not in keys}
    return all(_fits(run, part, value[key], scope, names) for key, part in zip(keys, pattern.patterns, strict=True))


def _type(run: Run, pattern: ast.MatchClass, value: Any, scope: Scope, names: Names) -> bool:
    """`int(units)`; of other classes nothing is known."""
    wanted = TYPES.get(pattern.cls.id) if isinstance(pattern.cls, ast.Name) else None
    if wanted is None or pattern.kwd_attrs or len(pattern.patterns) > 1:
        raise Undecided
    return isinstance(value, wanted) and all(_fits(run, part, value, scope, names) for part in pattern.patterns)


PATTERNS: Final[Mapping[type[ast.pattern], Callable[[Run, Any, Any, Scope, Names], bool]]] = {
    ast.MatchValue: _value,
    ast.MatchSingleton: _single,
    ast.MatchAs: _name,
    ast.MatchOr: _either,
    ast.MatchSequence: _sequence,
    ast.MatchMapping: _mapping,
    ast.MatchClass: _type,
}
