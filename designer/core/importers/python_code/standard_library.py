"""What functions and classes of Python's standard library give, as far as programs build networks with them."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code import plain
from designer.core.importers.python_code.budget import MOST_ITEMS, MOST_TEXT, TooLarge, bounded
from designer.core.importers.python_code.plain import listed
from designer.core.importers.python_code.plain_functions import BUILTINS
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Class, Instance, Native, Unknown

Positional = Sequence[Any]
Named = Mapping[str, Any]
ENDLESS: Final = 10_000  # how far what never ends is followed


def of_standard_library(run: Run, dotted: str, positional: Positional, named: Named, line: int) -> Any:
    """What a function gives; None where it is not followed. Raises one of FAILURES."""
    rule = RULES.get(dotted)
    return None if rule is None else rule(run, list(positional), dict(named), line)


def _some(items: Any, count: int) -> list[Any]:
    """So many items, where that is not too many."""
    if count > MOST_ITEMS:
        raise TooLarge("This is longer than any list that a network needs.")
    return list(items)


def _product(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    parts = [listed(item) for item in positional] * int(named.get("repeat", 1))
    return _some(itertools.product(*parts), math.prod(map(len, parts)) * len(parts))


def _chain(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    return [item for part in positional for item in listed(part)]


def _flattened(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    return _chain(run, listed(positional[0]), named, line)


def _chosen(choose: Callable[..., Any], count: Callable[[int, int], int]) -> Callable[..., Any]:
    def found(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
        items = listed(positional[0])
        size = positional[1] if len(positional) > 1 else named.get("r", len(items))
        return _some(choose(items, size), count(len(items), size) * max(size, 1))

    return found


def _count(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> range:
    start, step = [*positional, 0, 1][:2] if len(positional) != 1 else [positional[0], 1]
    return range(named.get("start", start), named.get("start", start) + ENDLESS * named.get("step", step), named.get("step", step))


def _repeat(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    times = positional[1] if len(positional) > 1 else named.get("times", ENDLESS)
    return _some([positional[0]] * min(times, MOST_ITEMS), times)


def _cycle(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    items = listed(positional[0])
    return items * (ENDLESS // max(len(items), 1))


def _islice(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    return listed(positional[0])[slice(*positional[1:])]


def _accumulate(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    made: list[Any] = []
    for item in listed(positional[0]):
        made.append(item if not made else made[-1] + item if len(positional) < 2 else run.call(positional[1], [made[-1], item], {}, line))
    return made


def _starmap(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    return [run.call(positional[0], listed(item), {}, line) for item in listed(positional[1])]


def _pairwise(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> list[Any]:
    return list(itertools.pairwise(listed(positional[0])))


def _loads(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    text = positional[0]
    if not isinstance(text, str) or len(text) > MOST_TEXT:
        return Unknown("json.loads(…)", line)
    return bounded(json.loads(text))


def _setting(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """os.environ.get("N", 3): as where nothing is set."""
    fallback = named.get("default", positional[1] if len(positional) > 1 else Unknown("os.environ", line))
    if not isinstance(fallback, Unknown):
        run.note("changed", f"The environment variable {positional[0]} was taken not to be set.", line)
    return fallback


def _field(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    """dataclasses.field."""
    factory = named.get("default_factory")
    return run.call(factory, [], {}, line) if factory is not None else named.get("default", Unknown("field(…)", line))


def fields_of(cls: Class) -> list[str]:
    """The fields of a data class or a named tuple, those of its bases first."""
    return list(dict.fromkeys(name for owner in reversed(cls.lineage()) for name in owner.fields))


def _replaced(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Instance:
    owner = positional[0]
    return Instance(owner.cls, {**owner.attributes, **named}, line)


def _as_dict(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> dict[str, Any]:
    return {name: run.attribute(positional[0], name, line) for name in fields_of(positional[0].cls)}


def _as_tuple(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> tuple[Any, ...]:
    return tuple(_as_dict(run, positional, named, line).values())


def _named_tuple(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Class:
    """collections.namedtuple."""
    told = positional[1]
    names = told.replace(",", " ").split() if isinstance(told, str) else [str(plain.known(name)) for name in listed(told)]
    defaults = listed(named.get("defaults") or ())
    return Class(str(positional[0]), (), dict(zip(names[len(names) - len(defaults) :], defaults, strict=False)), line, tuple(names), is_tuple=True)


def _namespace(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Instance:
    """types.SimpleNamespace and argparse.Namespace."""
    return Instance(Class("namespace", (), {}, line), named, line)


def _plain(name: str) -> Callable[..., Any]:
    return lambda _run, positional, named, _line: BUILTINS[name](*positional, **named)


def _defaultdict(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Any:
    return BUILTINS["dict"](*positional[1:], **named) if positional[1:] else Unknown("defaultdict(…)", line)


def _picker(run: Run, positional: list[Any], named: dict[str, Any], line: int) -> Native:
    """operator.itemgetter."""

    def pick(_run: Run, given: Positional, _named: Named, _line: int) -> Any:
        found = [given[0][key] for key in positional]
        return found[0] if len(found) == 1 else tuple(found)

    return Native(pick)


RULES: Final[Mapping[str, Callable[[Run, list[Any], dict[str, Any], int], Any]]] = {
    "argparse.Namespace": _namespace,
    "collections.OrderedDict": _plain("dict"),
    "collections.defaultdict": _defaultdict,
    "collections.deque": _plain("list"),
    "collections.namedtuple": _named_tuple,
    "dataclasses.asdict": _as_dict,
    "dataclasses.astuple": _as_tuple,
    "dataclasses.field": _field,
    "dataclasses.replace": _replaced,
    "itertools.accumulate": _accumulate,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _flattened,
    "itertools.combinations": _chosen(itertools.combinations, math.comb),
    "itertools.count": _count,
    "itertools.cycle": _cycle,
    "itertools.islice": _islice,
    "itertools.pairwise": _pairwise,
    "itertools.permutations": _chosen(itertools.permutations, math.perm),
    "itertools.product": _product,
    "itertools.repeat": _repeat,
    "itertools.starmap": _starmap,
    "json.loads": _loads,
    "operator.itemgetter": _picker,
    "os.environ.get": _setting,
    "os.getenv": _setting,
    "types.SimpleNamespace": _namespace,
}
"""Functions by their whole path."""
