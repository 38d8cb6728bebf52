"""Blocks as functions: `def residual(x, filters, name)` for one that unfolds, `def make_encoder(name)` for a nested model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from designer.core.arithmetic import KEY, names_in
from designer.core.assemble import with_input
from designer.core.blocks import arguments_of, block_name, with_arguments
from designer.core.catalog import Catalog
from designer.core.codegen.adapting import Learning
from designer.core.codegen.constructors import bound
from designer.core.codegen.expressions import INDENT, Call, Expression, Name, laid_out
from designer.core.codegen.loops import Copies, write_copies
from designer.core.codegen.matching import Match, Matcher
from designer.core.codegen.naming import Naming
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import docstring
from designer.core.codegen.scope import Scope
from designer.core.codegen.stack import write_stack
from designer.core.codegen.statements import statement
from designer.core.document import Block
from designer.core.plan import Call as PlanCall
from designer.core.plan import Plan, Source
from designer.core.problems import Node

NAME, DATA = "name", "data"
OUTSIDE, PORT, USE = "$", "$>", "$:"  # before the keys of a function's own variables: no node's id looks like it


@dataclass(frozen=True)
class Function:
    """A function that was written; `params` are the block's parameters that it takes."""

    name: str
    params: tuple[str, ...]
    takes_name: bool


class CannotSay(Exception):
    """A block cannot be written as a function; its layers are written one by one instead."""


class BlockFunctions:
    """Writes a function for each block that is used, and each way in which it must be written; equal ones once."""

    def __init__(self, blocks: Mapping[str, Block], catalog: Catalog, taken: Iterable[str], nodes: Iterable[str]) -> None:
        self.parts: list[Part] = []
        self.matcher = Matcher(blocks, catalog)
        self.blocks = blocks
        self._catalog = catalog
        self._taken = set(taken)
        inside = (node.id for block in blocks.values() for node in block.nodes)
        self._nodes = {*nodes, *inside}  # whose names variables bear
        self._written: dict[tuple[str, ...], Function] = {}

    def taken(self) -> set[str]:
        """Names that no variable may bear."""
        return self._taken | {function.name for function in self._written.values()}

    def unfolded(self, match: Match, known: Naming) -> Function:
        """The function of a block that unfolds, fit for a use. Raises CannotSay."""
        block, params = match.block, _params(match)
        calls = _defined(match)
        scope = self._scope(known, {name: call[0] for name, call in match.calls.items()}, match.arguments)
        self._declare(scope, calls.values(), match, params, block.inputs)
        scope.values |= {Source(port): scope.names[PORT + port] for port in block.inputs}
        name = scope.names[OUTSIDE + NAME]
        scope.prefix = f"{{{name}}}_"
        body = Part("")
        self._body(body, match, calls, scope, known)
        body.add([f"{INDENT}return {', '.join(scope.name(Source(*output)).text for output in block.outputs)}"])
        takes_name = any(scope.prefix in line for line in body.lines)
        signature = [*(scope.names[PORT + port] for port in block.inputs), *params, *([name] if takes_name else [])]
        return self._function(match.name, block, body, signature, Function(match.name, params, takes_name))

    def constructor(self, call: PlanCall, scope: Scope, data: Expression | None = None) -> Expression:
        """What makes the nested model of a call: the function of its block, called; on the data, where its layers learn from it."""
        function = self._nested(call, scope)
        arguments = self.arguments(call.node, function, scope)
        return Call(function.name, () if data is None else (data,), (*arguments, (NAME, scope.label(call.owner))))

    def arguments(self, node: Node, function: Function, scope: Scope) -> tuple[tuple[str, Expression], ...]:
        """What a use gives to the parameters of its function."""
        given = arguments_of(node, self.blocks[block_name(node.layer)])
        return tuple((param, bound(given[param], scope.arguments)) for param in function.params)

    def _nested(self, call: PlanCall, scope: Scope) -> Function:
        """The function that makes a nested model, its Inputs shaped by what arrives."""
        inner = call.inner
        if inner is None:
            raise CannotSay
        name = block_name(call.node.layer)
        known = scope.known.inner[call.node.id]
        given = {port: specs[0] for port, specs in scope.known.inputs[call.node.id].items()}
        whole = replace(inner, calls=tuple(with_input(within, given) for within in inner.calls))
        node = call.node if scope.arguments is None else with_arguments(call.node, scope.arguments)
        if scope.learns(call):
            return self._as_planned(name, whole, known, scope.learning)
        match = self.matcher.match(name, arguments_of(node, self.blocks[name]), "", whole.calls, with_inputs=True)
        try:
            return self._as_said(name, match, known, is_stack=whole.is_stack) if match is not None else self._as_planned(name, whole, known)
        except CannotSay:
            return self._as_planned(name, whole, known)

    def _as_said(self, name: str, match: Match, known: Naming, *, is_stack: bool) -> Function:
        """The function of a nested model as its block says it."""
        params = _params(match)
        calls = _defined(match)
        scope = self._scope(known, {name: call[0] for name, call in match.calls.items()}, match.arguments)
        self._declare(scope, calls.values(), match, params, ())
        body = Part("")
        if is_stack:
            items = [(_key(name, node.id), calls[node.id], None) for node in match.level.order if node.id in calls]
            write_stack(body, "return ", items, scope.names[OUTSIDE + NAME], scope)
        else:
            self._body(body, match, calls, scope, known)
            body.add(self._returned(scope, match.block.inputs, [Source(*output) for output in match.block.outputs]))
        signature = [*params, scope.names[OUTSIDE + NAME]]
        return self._function(name, match.block, body, signature, Function(f"make_{name}", params, takes_name=True))

    def _as_planned(self, name: str, whole: Plan, known: Naming, learning: Learning | None = None) -> Function:
        """The function of a nested model with every argument worked out; with `learning`, it takes the data that its layers learn from."""
        scope = self._scope(known, {call.node.id: call for call in whole.calls}, None)
        given = (DATA,) if learning else ()
        scope.learning = learning and learning.within(whole, Name(DATA))
        scope.declare(whole.calls, {OUTSIDE + known: known for known in (NAME, *given)}, ())
        body = Part("")
        if whole.is_stack:
            items = [(_key(name, call.path[-1]), call, None) for call in whole.calls]
            write_stack(body, "return ", items, scope.names[OUTSIDE + NAME], scope)
        else:
            for call in whole.calls:
                statement(body, call, scope, _key(name, call.path[-1]))
            body.add(self._returned(scope, whole.inputs, whole.ends))
        return self._function(name, self.blocks[name], body, [*given, scope.names[OUTSIDE + NAME]], Function(f"make_{name}", (), takes_name=True))

    def _returned(self, scope: Scope, inputs: Iterable[str], outputs: Iterable[Source]) -> list[str]:
        """The line that returns a nested model."""
        ends = [[scope.name(source) for source in sources] for sources in (map(Source, inputs), outputs)]
        model = Call("keras.Model", tuple(end[0] if len(end) == 1 else end for end in ends), ((NAME, Name(scope.names[OUTSIDE + NAME])),))
        return laid_out("return ", model, indent=INDENT)

    def _function(self, name: str, block: Block, body: Part, signature: list[str], wanted: Function) -> Function:
        """The function, written if no equal one was; its name made free."""
        key = (name, *signature, *body.lines)
        if key not in self._written:
            function = replace(wanted, name=self._free(wanted.name))
            self._written[key] = function
            part = Part("", imports=body.imports)
            part.add(laid_out("def ", Call(function.name, tuple(map(Name, signature))), ":"))
            part.add([f"{INDENT}{line}" for line in docstring(block.help or f"The block {name}.")])
            part.extend(body)
            self.parts.append(part)
        return self._written[key]

    def _free(self, wanted: str) -> str:
        taken = self.taken() | self._nodes
        tries = (f"{wanted}_block{count or ''}" for count in range(len(taken) + 1))
        return wanted if wanted not in taken else next(name for name in tries if name not in taken)

    def _scope(self, known: Naming, actual: Mapping[str, PlanCall], arguments: Mapping[str, Any] | None) -> Scope:
        """A function's scope; what is known of the actual calls is said of its nodes."""
        ids = {name: call.node.id for name, call in actual.items()}
        inputs = {name: known.inputs[call] for name, call in ids.items()}
        outputs = {name: known.outputs[call] for name, call in ids.items()}
        inner = {name: known.inner[call] for name, call in ids.items() if call in known.inner}
        return Scope(self._catalog, self, Naming(frozenset(), inputs, outputs, inner), arguments=arguments, indent=INDENT)

    def _declare(self, scope: Scope, calls: Iterable[PlanCall], match: Match, params: Iterable[str], ports: Iterable[str]) -> None:
        """Choose the variables of a function. Raises CannotSay where a parameter's name is taken: expressions speak of it."""
        params = tuple(params)
        own = {OUTSIDE + NAME: NAME}  # first: the calls say it by this name
        own |= {f"{OUTSIDE}{OUTSIDE}{param}": param for param in params} | {f"{PORT}{port}": port for port in ports}
        own |= {USE + use: use for use in match.uses}
        scope.declare(calls, own, ())
        if any(scope.names[key] != param for key, param in own.items() if key.startswith(OUTSIDE * 2)):
            raise CannotSay

    def _body(self, part: Part, match: Match, calls: Mapping[str, PlanCall], scope: Scope, known: Naming) -> None:
        for node in match.level.order:
            key = _key(match.name, node.id)
            if node.id in match.uses:
                self._use(part, node, match, scope, known)
            elif len(match.calls.get(node.id, ())) > 1:
                raise CannotSay  # copies of a nested model
            elif node.id in calls:
                statement(part, calls[node.id], scope, key)

    def _use(self, part: Part, node: Node, match: Match, scope: Scope, known: Naming) -> None:
        """A use of another block within a block."""
        functions = {self.unfolded(inner, known) for inner in match.uses[node.id]}
        if len(functions) != 1:
            raise CannotSay
        (function,) = functions
        inner = match.uses[node.id][0].block
        targets = targets_of(scope.names[USE + node.id], len(inner.outputs), scope)
        scope.values |= {Source(node.id, place): target for place, target in enumerate(targets)}
        arriving = _arriving(match, node.id)
        inputs = [scope.name(arriving[port][0]).text for port in inner.inputs]
        arguments = self.arguments(node, function, scope)
        copies = Copies(node.repeat, inputs, targets, caller(function, arguments, node.id, scope))
        write_copies(part, copies, scope, _key(match.name, node.id))

    def copies_of(self, calls: Iterable[PlanCall], scope: Scope) -> Callable[[list[str], str], Expression]:
        """How copies of a nested model are called. Raises CannotSay where they are not made by one function."""
        calls = list(calls)
        made = {self._nested(call, scope) for call in calls}
        if len(made) != 1:
            raise CannotSay
        (function,) = made
        arguments = self.arguments(calls[0].node, function, scope)
        base = calls[0].path[-1]

        def call_copy(inputs: list[str], counter: str) -> Expression:
            tensors = [Name(text) for text in inputs]
            model = Call(function.name, (), (*arguments, (NAME, scope.label(base, counter))))
            return Call(model, (tensors[0] if len(tensors) == 1 else tensors,))

        return call_copy


def caller(function: Function, arguments: Iterable[tuple[str, Expression]], base: str, scope: Scope) -> Callable[[list[str], str], Expression]:
    """How a function is called on inputs; `counter` is what a loop counts with, empty without one."""
    given = tuple(arguments)

    def call(inputs: list[str], counter: str) -> Expression:
        named = (*given, (NAME, scope.label(base, counter))) if function.takes_name else given
        return Call(function.name, tuple(map(Name, inputs)), named)

    return call


def _key(block: str, node: str) -> str:
    """What the lines of a block's node are found under."""
    return f"block.{block}.{node}"


def targets_of(variable: str, count: int, scope: Scope) -> list[str]:
    """The variables of a use's outputs: its own where it has one, else that with a number, as long as no other bears it."""
    if count == 1:
        return [variable]
    taken = {*scope.names.values(), *scope.values.values()}
    free = (name for name in (f"{variable}_{place}" for place in range(1, len(taken) + count + 1)) if name not in taken)
    return list(islice(free, count))


def _defined(match: Match) -> dict[str, PlanCall]:
    """The calls of a use as its block says them: among its own nodes, with expressions left as they are."""
    return {name: _definition(name, calls[0], match) for name, calls in match.calls.items()}


def _definition(name: str, actual: PlanCall, match: Match) -> PlanCall:
    said = next(node for node in match.level.nodes if node.id == name)
    owner = match.level.wiring.owners.get(name, name)
    if owner != name:
        said = said.model_copy(update={"config": next(node for node in match.level.nodes if node.id == owner).config})
    node = actual.node.model_copy(update={"id": name}) if actual.spec.is_input else said
    return replace(actual, node=node, owner=owner, inputs=_arriving(match, name), path=(name,))


def _arriving(match: Match, name: str) -> dict[str, tuple[Source, ...]]:
    spec = match.level.wiring.specs[name]
    edges = match.level.wiring.arriving.get(name, ())
    ports = {port.name: tuple(Source(*edge.source) for edge in edges if edge.target[1] == port.name) for port in spec.inputs}
    return {port: sources for port, sources in ports.items() if sources}


def _params(match: Match) -> tuple[str, ...]:
    """The parameters that the block's nodes speak of."""
    spoken = {name for node in match.level.order for value in (node.config, node.call) for name in _spoken(value)}
    return tuple(param.name for param in match.block.params if param.name in spoken)


def _spoken(value: Any) -> set[str]:
    if isinstance(value, dict):
        text = value.get(KEY)
        return set(names_in(text)) if isinstance(text, str) and len(value) == 1 else set().union(*map(_spoken, value.values()))
    return set().union(*map(_spoken, value)) if isinstance(value, list) else set()
