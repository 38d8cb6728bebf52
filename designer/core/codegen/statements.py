"""A call of the plan as a statement: `dense = layers.Dense(4)(inputs)`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from designer.core import formula
from designer.core.adapting import teaching
from designer.core.catalog import NodeKind, Param
from designer.core.codegen.constructors import layer_constructor, stated
from designer.core.codegen.expressions import Call, Expression, Name, laid_out
from designer.core.codegen.operations import operation
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import noted
from designer.core.codegen.python_classes import python_constructor
from designer.core.codegen.scope import Scope, before, is_frozen_model, layer, rest
from designer.core.plan import Call as PlanCall
from designer.core.plan import Source
from designer.core.tensors import Spec


def statement(part: Part, call: PlanCall, scope: Scope, node: str | None = None) -> None:
    """The call, and its outputs under their names; the lines are said to be of `node`."""
    name = call.node.id
    node = node or call.path[0]
    if call.owner in scope.hoisted and call.owner not in scope.made:
        scope.made.add(call.owner)
        part.add(_hoisted(call, part, scope), node=node)
    lines = laid_out(f"{_target(name, scope)} = ", part.use(KINDS[call.spec.kind](call, scope)), indent=scope.indent)
    part.add(noted(lines, shapes_of(scope.known.outputs[name], scope), scope.indent), node=node)


def shapes_of(tensors: Iterable[Spec], scope: Scope) -> str:
    """The shapes of outputs, where they are asked for: `(None, 28, 28, 32)`."""
    return ", ".join(str(tensor.shape) for tensor in tensors) if scope.shapes else ""


def constructor(call: PlanCall, scope: Scope) -> Call:
    """The constructor call of a call's layer, with a name where Keras would choose another."""
    if call.spec.kind == "python":
        return python_constructor(call, scope)
    made = layer_constructor(call.node, call.spec, scope.catalog, scope.arguments)
    if call.owner in scope.known.automatic:
        return made
    return replace(made, named=(*made.named, ("name", scope.label(call.owner))))


def _hoisted(call: PlanCall, part: Part, scope: Scope) -> list[str]:
    """A layer that is called more than once, or that learns from the data before it is called, in a variable of its own."""
    variable = scope.names[layer(call.owner)]
    lines, data = _learnt(call, scope)
    if call.inner is None:
        made = part.use(constructor(call, scope))
        adapted = [] if data is None else [*lines, *laid_out("", Call(f"{variable}.adapt", (data,)), indent=scope.indent)]
        return [*laid_out(f"{variable} = ", made, indent=scope.indent), *adapted]
    made = part.use(scope.functions.constructor(call, scope, data))
    frozen = [f"{scope.indent}{variable}.trainable = False"] if is_frozen_model(call) else []
    return [*lines, *laid_out(f"{variable} = ", made, indent=scope.indent), *frozen]


def _learnt(call: PlanCall, scope: Scope) -> tuple[list[str], Expression | None]:
    """What a call learns from before it is called, and the lines that make it; None where it learns nothing."""
    if scope.learning is None or not scope.learns(call):
        return [], None
    inputs = [scope.name(Source(name)) for name in scope.learning.inputs(call)]
    model = Call("keras.Model", (inputs[0] if len(inputs) == 1 else inputs, scope.name(teaching(call)[0])))
    return scope.learning.data(call, scope.names[before(call.owner)], model, scope.indent)


def _target(name: str, scope: Scope) -> str:
    return f"{scope.names[name]}, *{scope.names[rest(name)]}" if scope.has_rest(name) else scope.names[name]


def _input(call: PlanCall, scope: Scope) -> Expression:
    return constructor(call, scope)


def _layer(call: PlanCall, scope: Scope) -> Expression:
    arguments = {port.name: _arriving(call.inputs[port.name], port.many, scope) for port in call.spec.inputs if port.name in call.inputs}
    first = arguments.pop(call.spec.inputs[0].name)
    made = scope.names[layer(call.owner)] if call.owner in scope.hoisted else constructor(call, scope)
    return Call(made, (first,), (*arguments.items(), *_settings(call, scope)))


def _nested(call: PlanCall, scope: Scope) -> Expression:
    tensors = [scope.name(call.inputs[port.name][0]) for port in call.spec.inputs]
    made = scope.names[layer(call.owner)] if call.owner in scope.hoisted else scope.functions.constructor(call, scope)
    return Call(made, (tensors[0] if len(tensors) == 1 else tensors,), _settings(call, scope))


def _settings(call: PlanCall, scope: Scope) -> tuple[tuple[str, Any], ...]:
    """The arguments of the call that are no tensors, without those that say what Keras does anyway."""
    given = ((param, call.node.call[param.name]) for param in call.spec.call_params if param.name in call.node.call)
    return tuple((param.name, stated(param, value, scope.catalog, scope.arguments)) for param, value in given if not _is_default(param, value))


def _is_default(param: Param, value: Any) -> bool:
    return not param.required and json.dumps(value) == json.dumps(param.default)


def _operation(call: PlanCall, scope: Scope) -> Expression:
    tensors = {port.name: _arriving(call.inputs[port.name], port.many, scope) for port in call.spec.inputs if port.name in call.inputs}
    params = {param.name: param for param in call.spec.params}
    given = {name: stated(params[name], value, scope.catalog, scope.arguments) for name, value in call.node.config.items() if name not in tensors}
    kept = {name: value for name, value in given.items() if not _is_default(params[name], call.node.config[name])}
    return operation(call.spec, tensors, kept)


def _formula(call: PlanCall, scope: Scope) -> Expression:
    names = [scope.name(source).text for source in call.inputs[call.spec.inputs[0].name]]
    text = formula.to_python(formula.parse(str(call.node.config["expression"])), names)
    return Name(text.replace("'", '"'), uses="ops" if "ops." in text else "")


def _python(call: PlanCall, scope: Scope) -> Expression:
    """One wire arrives as it is, several as a list."""
    tensors = [scope.name(source) for source in call.inputs[call.spec.inputs[0].name]]
    made = scope.names[layer(call.owner)] if call.owner in scope.hoisted else constructor(call, scope)
    return Call(made, (tensors[0] if len(tensors) == 1 else tensors,))


def _arriving(sources: tuple[Source, ...], many: bool, scope: Scope) -> Expression:
    if not many:
        return scope.name(sources[0])
    start = sources[0].node
    everything = tuple(Source(start, output) for output in range(1, len(scope.known.outputs.get(start, ()))))
    if len(sources) > 1 and sources == everything and rest(start) in scope.names:
        return Name(scope.names[rest(start)])
    return [scope.name(source) for source in sources]


KINDS: Mapping[NodeKind, Callable[[PlanCall, Scope], Expression]] = {
    "input": _input,
    "layer": _layer,
    "block": _nested,
    "operation": _operation,
    "formula": _formula,
    "python": _python,
}
