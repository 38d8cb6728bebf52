"""Levels of nodes -> one ordered list of calls: blocks unfolded where they are used, nested ones planned as models of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from designer.core.adapting import learns
from designer.core.arguments import BASE_PARAMS, Place, check_config
from designer.core.arithmetic import concrete
from designer.core.blocks import BadExpression, arguments_of, block_name, with_arguments
from designer.core.calls import Call, Plan, Source, Use
from designer.core.catalog import Catalog, LayerSpec
from designer.core.document import Block, Document
from designer.core.problems import Node, Problem
from designer.core.reach import finished
from designer.core.scope import Scope, needs_value, read_block
from designer.core.sharing import OF_ITS_OWN
from designer.core.stack import is_stack

MOST_CALLS = 6_000  # within blocks: a network of more layers than that is not drawn but written
MOST_LEVELS = 24
FREEZING = {"trainable": BASE_PARAMS["trainable"]}

Key = tuple[tuple[str, int], ...]  # a node in a copy (0 where there is but one) of a use, within another one …
Outputs = tuple[Source | None, ...]
Values = dict[str, Outputs]  # what the Inputs and the uses of a level stand for


@dataclass(frozen=True, slots=True)
class Wired:
    """A node with its expressions worked out, whose layer it calls (`owner`), and what arrives by port."""

    node: Node
    owner: str
    spec: LayerSpec
    arriving: Mapping[str, tuple[Source, ...]]
    is_whole: bool

    @property
    def block(self) -> str:
        """The name of the block that it uses."""
        return block_name(self.node.layer)


class TooMany(Exception):
    """The blocks would unfold into more calls than can be worked with."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a level is unfolded: `key` names its calls, `owner` those whose layers they call, `start` is where paths of its plan begin."""

    key: Key = ()
    owner: Key = ()
    path: tuple[str, ...] = ()
    start: int = 0
    blocks: tuple[str, ...] = ()
    arguments: Mapping[str, JsonValue] = field(default_factory=dict)
    is_frozen: bool = False

    def place(self, problem: Problem) -> Problem:
        """A problem of one of the level's nodes, or of its block as a whole, as one of the document. No patch reaches into a block."""
        if not self.path:
            return problem
        inside = (*self.path[1:], *([problem.node] if problem.node else []))
        return problem.model_copy(update={"node": self.path[0], "inside": inside, "fixes": ()})

    def title(self, node: Node) -> str:
        """What a sentence calls a node of the level."""
        return " in ".join((node.id, *reversed(self.path)))


class Unfolding:
    """Collects calls, uses and problems of one plan, and of the plans within it."""

    def __init__(self, document: Document, catalog: Catalog) -> None:
        self._document = document
        self._catalog = catalog
        self._scopes: dict[str, Scope] = {}
        self._told: set[str] = set()
        self._left = MOST_CALLS
        self._begin(node.id for node in document.nodes)

    def _begin(self, taken: Iterable[str]) -> None:
        self.calls: list[Call] = []
        self.uses: list[Use] = []
        self.problems: list[Problem] = []
        self._taken = set(taken)
        self._ids: dict[Key, str] = {}
        self._called: set[str] = set()

    def unfold(self, scope: Scope, frame: Frame, given: Values) -> Values:
        """Call the nodes of a level in order. `given` are the Inputs that stand for something else; what comes back tells of the uses too."""
        values = dict(given)
        owners = {node.id: node for node in scope.nodes if node.id in scope.wiring.owners.values()}
        for node in scope.order:
            if node.id not in values:
                self._node(_as_owner(node, owners.get(scope.wiring.owners.get(node.id, ""))), scope, frame, values)
        return values

    def source(self, output: tuple[str, int], frame: Frame, values: Values) -> Source | None:
        """Where an output of a level's node comes from; None where it leads from nothing that is called."""
        start, index = output
        if start in values:
            return values[start][index] if index < len(values[start]) else None
        name = self._ids.get((*frame.key, (start, 0))) if frame.key else start
        return Source(name, index) if name in self._called else None

    def _node(self, node: Node, scope: Scope, frame: Frame, values: Values) -> None:
        spec = scope.wiring.specs[node.id]
        owner = scope.wiring.owners.get(node.id, node.id)
        try:
            node = with_arguments(node, frame.arguments) if frame.blocks else node
        except BadExpression as error:
            message = f"{error.param.removeprefix('call.')} of {frame.title(node)} {error}"
            self._tell(frame, Problem(code="bad_expression", node=node.id, param=error.param, message=message))
            values[node.id] = ()
            return
        arriving, is_whole = self._arriving(node, spec, scope, frame, values)
        wired = Wired(node, owner, spec, arriving, is_whole)
        if spec.kind == "block":
            values[node.id] = self._used(wired, frame)
        else:
            self._call(wired, frame)

    def _arriving(self, node: Node, spec: LayerSpec, scope: Scope, frame: Frame, values: Values) -> tuple[dict[str, tuple[Source, ...]], bool]:
        """What the wires into a node bring, by port, and whether that is all it needs."""
        edges = scope.wiring.arriving.get(node.id, ())
        found: dict[str, tuple[Source, ...]] = {}
        is_whole = True
        for port in spec.inputs:
            wired = [self._wire(edge.source, node, frame, values) for edge in edges if edge.target[1] == port.name]
            sources = tuple([source for source in wired if source is not None])
            if sources:
                found[port.name] = sources
            is_enough = len(wired) >= port.minimum if wired else not (port.required or needs_value(node, port, spec))
            is_whole = is_whole and is_enough and len(sources) == len(wired)
        return found, is_whole

    def _wire(self, output: tuple[str, int], node: Node, frame: Frame, values: Values) -> Source | None:
        """Where a wire into a node comes from; a block that has no such output is told of."""
        start, index = output
        if start in values and index >= len(values[start]) > 0:
            message = f"{frame.title(node)} is wired to output {index + 1} of {start}, which has {len(values[start])}. Wire it to another output."
            self._tell(frame, Problem(code="unknown_output", node=node.id, message=message))
        return self.source(output, frame, values)

    def _call(self, wired: Wired, frame: Frame, copy: int = 0) -> str:
        if frame.blocks:
            self._spend()
        node, spec = wired.node, wired.spec
        name = self._id(frame.key, node.id, copy)
        owner = self._id(frame.owner, wired.owner, copy) if spec.kind in OF_ITS_OWN else name
        config = {**node.config, "trainable": False} if frame.is_frozen and spec.param("trainable") else node.config
        inner = self._inner(wired, frame) if spec.kind == "block" else None
        called = node if name == node.id and config is node.config else node.model_copy(update={"id": name, "config": config})
        path = (*frame.path[frame.start :], node.id)
        self.calls.append(Call(called, spec, wired.arriving, owner, path, inner, is_whole=wired.is_whole))
        self._called.add(name)
        return name

    def _used(self, wired: Wired, frame: Frame) -> Outputs:
        """The outputs of a use of a block, unfolded as often as it is repeated; none where it cannot be unfolded."""
        block = self._document.blocks[wired.block]
        faults = list(_use_problems(wired, block, frame, self._catalog))
        for fault in faults:
            self._tell(frame, fault)
        before = len(self.calls), len(self.uses)
        try:
            return self._copies(wired, block, frame) if not faults else (None,) * len(block.outputs)
        except TooMany:
            if frame.blocks:
                raise
            del self.calls[before[0] :], self.uses[before[1] :]
            if all(problem.code != "too_large" for problem in self.problems):
                self._tell(frame, _too_many(wired.node))
            return (None,) * len(block.outputs)

    def _copies(self, wired: Wired, block: Block, frame: Frame) -> Outputs:
        """The use as often as it is repeated, each copy on the outputs of the one before; the last one's outputs."""
        outputs: Outputs = ()
        repeat = wired.node.repeat
        for copy in range(1, repeat + 1):
            self._spend()
            begun = len(self.calls)
            outputs = self._copy(wired, block, frame, copy if repeat > 1 else 0)
            if repeat > 1 or not block.nested:
                calls = tuple(call.node.id for call in self.calls[begun:])
                path = (*frame.path[frame.start :], wired.node.id)
                arguments = arguments_of(wired.node, block)
                self.uses.append(Use(path, wired.block, arguments, copy, repeat, calls, dict(wired.arriving), outputs))
            arriving = {port: (source,) for port, source in zip(block.inputs, outputs, strict=False) if source is not None}
            wired = replace(wired, arriving=arriving, is_whole=len(arriving) == len(block.inputs))
        return outputs

    def _copy(self, wired: Wired, block: Block, frame: Frame, copy: int) -> Outputs:
        """One copy of a use: a nested model called, or the calls of the block."""
        if block.nested:
            call = self._call(wired, frame, copy)
            return tuple(Source(call, index) for index in range(len(block.outputs)))
        inner = Frame(
            key=(*frame.key, (wired.node.id, copy)),
            owner=(*frame.owner, (wired.owner, copy)),
            path=(*frame.path, wired.node.id),
            start=frame.start,
            blocks=(*frame.blocks, wired.block),
            arguments=arguments_of(wired.node, block),
            is_frozen=frame.is_frozen or _is_frozen(wired.node, block),
        )
        scope = self._scope(wired.block, inner)
        arriving = {port: (wired.arriving[port][0] if port in wired.arriving else None,) for port in block.inputs}
        values = self.unfold(scope, inner, _nothing(_inputs(scope)) | arriving)
        return tuple(self.source(output, inner, values) for output in block.outputs)

    def _inner(self, wired: Wired, frame: Frame) -> Plan:
        """The plan of a nested model, with ids of its own."""
        block = self._document.blocks[wired.block]
        path = (*frame.path, wired.node.id)
        inner = Frame(path=path, start=len(path), blocks=(*frame.blocks, wired.block), arguments=arguments_of(wired.node, block))
        outside = self.calls, self.uses, self.problems, self._taken, self._ids, self._called
        scope = self._scope(wired.block, inner)
        self._begin(node.id for node in scope.nodes)
        try:
            values = self.unfold(scope, inner, _nothing(name for name in _inputs(scope) if name not in block.inputs))
            ends = tuple(self.source(output, inner, values) for output in block.outputs)
            calls = tuple(self.calls)
            stacked = not self.uses and is_stack(calls, block.inputs, ends) and not any(map(learns, calls))
            drawn = Plan(wired.node.id, calls, block.inputs, (), tuple(self.problems), stacked, uses=tuple(self.uses))
        finally:
            found = self.problems
            self.calls, self.uses, self.problems, self._taken, self._ids, self._called = outside
            self.problems.extend(problem for problem in found if problem not in self.problems)
        return finished(drawn, ends, self._document, is_inner=True)

    def _scope(self, name: str, inside: Frame) -> Scope:
        """The level of a block. What is wrong with it is told of the first use that is met."""
        if name not in self._scopes:
            self._scopes[name] = read_block(name, self._document.blocks[name], self._catalog)
        if name not in self._told:
            self._told.add(name)
            self.problems.extend(inside.place(problem) for problem in self._scopes[name].problems)
        return self._scopes[name]

    def _tell(self, frame: Frame, problem: Problem) -> None:
        """Say a problem once, however many copies have it."""
        placed = frame.place(problem)
        if placed not in self.problems:
            self.problems.append(placed)

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooMany

    def _id(self, above: Key, node: str, copy: int) -> str:
        """The id of a call: that of its node behind those of the uses that it stands in, made free."""
        if not above and not copy:
            return node
        key = (*above, (node, copy))
        if key not in self._ids:
            base = "_".join(f"{name}_{copy}" if copy else name for name, copy in key)
            name, count = base, 0
            while name in self._taken:
                count += 1
                name = f"{base}_{count}"
            self._taken.add(name)
            self._ids[key] = name
        return self._ids[key]


def _as_owner(node: Node, owner: Node | None) -> Node:
    """A node with the settings of the one whose layer it shares."""
    return node if owner is None else node.model_copy(update={"config": owner.config, "repeat": owner.repeat})


def _nothing(names: Iterable[str]) -> Values:
    """Inputs that nothing feeds."""
    return dict.fromkeys(names, (None,))


def _inputs(scope: Scope) -> list[str]:
    return [name for name, spec in scope.wiring.specs.items() if spec.is_input]


def _is_frozen(node: Node, block: Block) -> bool:
    return node.config.get("trainable") is False and all(param.name != "trainable" for param in block.params)


def _too_many(node: Node) -> Problem:
    message = f"{node.id} unfolds into more than {MOST_CALLS:,} layers, more than can be worked with. Repeat its blocks less often."
    return Problem(code="too_large", node=node.id, message=message)


def _use_problems(wired: Wired, block: Block, frame: Frame, catalog: Catalog) -> Iterator[Problem]:
    """Why a use of a block cannot be unfolded."""
    node, title = wired.node, frame.title(wired.node)
    if wired.block in frame.blocks:
        message = f"{title} puts the block {wired.block} into itself, which would never end. Delete it, or use another block."
        yield Problem(code="block_in_itself", node=node.id, message=message)
    elif len(frame.blocks) >= MOST_LEVELS:
        message = f"{title} lies more than {MOST_LEVELS} blocks deep. Ungroup some of them."
        yield Problem(code="too_large", node=node.id, message=message)
    if node.repeat > 1 and len(block.inputs) != len(block.outputs):
        message = (
            f"{title} is repeated, so each copy feeds the next: the block {wired.block} needs as many outputs as inputs, "
            f"and has {len(block.outputs)} and {len(block.inputs)}. Set its repeat to 1."
        )
        yield Problem(code="block_repeat", node=node.id, message=message)
    for fault in check_config(concrete(node.config), wired.spec, catalog, Place("", title), base=FREEZING):
        yield Problem(code=fault.code, node=node.id, param=fault.param, message=fault.message)
