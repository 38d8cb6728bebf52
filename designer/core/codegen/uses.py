"""The uses of blocks in a network itself: those that are written as calls of a function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from designer.core.codegen.constructors import bound
from designer.core.codegen.expressions import Expression
from designer.core.codegen.functions import BlockFunctions, CannotSay, caller, targets_of
from designer.core.codegen.loops import Copies, write_copies
from designer.core.codegen.parts import Part
from designer.core.codegen.scope import Scope
from designer.core.codegen.statements import shapes_of
from designer.core.plan import Call, Plan, Use

USE = "$"  # before the key of a use's variable


@dataclass(frozen=True, eq=False)
class Written:
    """A use, with its copies, as a statement or loop; `calls` are the plan's calls that it stands for."""

    node: str
    copies: tuple[Use, ...]
    call: Callable[[list[str], str], Expression]
    ports: tuple[str, ...]

    @property
    def calls(self) -> frozenset[str]:
        """The ids of all its calls."""
        return frozenset(name for use in self.copies for name in use.calls)

    def write(self, part: Part, scope: Scope) -> None:
        """The statement, or the loop."""
        first, last = self.copies[0], self.copies[-1]
        ends = [end for end in last.outputs if end is not None]
        inputs = [scope.name(first.inputs[port][0]).text for port in self.ports]
        outputs = targets_of(scope.names[USE + self.node], len(ends), scope)
        note = shapes_of((scope.known.outputs[end.node][end.output] for end in ends), scope)
        write_copies(part, Copies(len(self.copies), inputs, outputs, self.call, note), scope, self.node)
        scope.values |= dict(zip(ends, outputs, strict=True))


def written_uses(plan: Plan, functions: BlockFunctions, scope: Scope) -> dict[str, Written]:
    """The uses that can be written so, by the node that uses the block."""
    groups: dict[str, list[Use]] = defaultdict(list)
    for use in plan.uses:
        if len(use.path) == 1:
            groups[use.path[0]].append(use)
    calls = {call.node.id: call for call in plan.calls}
    found = {}
    for node, uses in groups.items():
        try:
            found[node] = _written(node, uses, calls, functions, scope)
        except CannotSay:
            continue
    return found


def _written(node: str, uses: Sequence[Use], calls: dict[str, Call], functions: BlockFunctions, scope: Scope) -> Written:
    _refuse_irregular(uses, calls)
    if any(scope.learns(calls[name]) for use in uses for name in use.calls):
        raise CannotSay  # a function has no data
    block = functions.blocks[uses[0].block]
    if block.nested:
        return Written(node, tuple(uses), functions.copies_of([calls[use.calls[0]] for use in uses], scope), block.inputs)
    made = set()
    for use in uses:
        prefix = f"{node}_{use.copy}_" if use.repeat > 1 else f"{node}_"
        match = functions.matcher.match(use.block, use.arguments, prefix, [calls[name] for name in use.calls])
        if match is None:
            raise CannotSay
        made.add(functions.unfolded(match, scope.known))
    if len(made) != 1:
        raise CannotSay
    (function,) = made
    arguments = [(param, bound(uses[0].arguments[param], None)) for param in function.params]
    return Written(node, tuple(uses), caller(function, arguments, node, scope), block.inputs)


def _refuse_irregular(uses: Sequence[Use], calls: dict[str, Call]) -> None:
    """Uses that lack something, or share layers with others."""
    inside = {name for use in uses for name in use.calls}
    whole = all(use.calls and None not in use.outputs and all(len(sources) == 1 for sources in use.inputs.values()) for use in uses)
    if not whole or not inside <= calls.keys():
        raise CannotSay
    if any((call.owner in inside) != (name in inside) for name, call in calls.items()):
        raise CannotSay
