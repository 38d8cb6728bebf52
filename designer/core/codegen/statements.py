"""A call of the plan as a statement: `dense = layers.Dense(4)(inputs)`."""

from __future__ import annotations

from dataclasses import replace

from designer.core.codegen.constructors import layer_constructor
from designer.core.codegen.expressions import Call, Expression, Name, laid_out
from designer.core.codegen.parts import Part
from designer.core.codegen.prose import noted
from designer.core.codegen.scope import Scope, rest
from designer.core.plan import Call as PlanCall
from designer.core.plan import Source


def statement(part: Part, call: PlanCall, scope: Scope) -> None:
    """The call, and its outputs under their names."""
    name = call.node.id
    made = constructor(call, scope)
    expression = made if call.spec.is_input else _called(call, made, scope)
    lines = laid_out(f"{_target(name, scope)} = ", part.use(expression), indent=scope.indent)
    part.add(noted(lines, said(call, scope), scope.indent), node=name)


def constructor(call: PlanCall, scope: Scope) -> Call:
    """The constructor call of a call's layer, with a name where Keras would choose another."""
    made = layer_constructor(call.node, call.spec, scope.catalog)
    return made if call.node.id in scope.naming.automatic else replace(made, named=(*made.named, ("name", call.node.id)))


def said(call: PlanCall, scope: Scope) -> str:
    """The shapes of a call's outputs, where they are asked for: `(None, 28, 28, 32)`."""
    return ", ".join(str(tensor.shape) for tensor in scope.naming.outputs[call.node.id]) if scope.shapes else ""


def _target(name: str, scope: Scope) -> str:
    return f"{scope.names[name]}, *{scope.names[rest(name)]}" if rest(name) in scope.names else scope.names[name]


def _called(call: PlanCall, made: Call, scope: Scope) -> Call:
    arguments = {port.name: _arriving(call.inputs[port.name], port.many, scope) for port in call.spec.inputs if port.name in call.inputs}
    first = arguments.pop(call.spec.inputs[0].name)
    return Call(made, (first,), tuple(arguments.items()))


def _arriving(sources: tuple[Source, ...], many: bool, scope: Scope) -> Expression:
    if not many:
        return _output(sources[0], scope)
    start = sources[0].node
    count = len(scope.naming.outputs[start])
    if len(sources) > 1 and sources == tuple(Source(start, output) for output in range(1, count)):
        return Name(scope.names[rest(start)])
    return [_output(source, scope) for source in sources]


def _output(source: Source, scope: Scope) -> Name:
    return Name(f"{scope.names[rest(source.node)]}[{source.output - 1}]" if source.output else scope.names[source.node])
