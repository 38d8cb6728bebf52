"""The part of a script that makes the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from designer.core.catalog import Catalog
from designer.core.codegen.constructors import layer_constructor
from designer.core.codegen.expressions import INDENT, Call, Expression, Name, laid_out, quoted
from designer.core.codegen.naming import Naming, variables
from designer.core.codegen.parts import Part
from designer.core.plan import Call as PlanCall
from designer.core.plan import Plan, Source


def model_part(plan: Plan, naming: Naming, catalog: Catalog, taken: set[str]) -> Part:
    """`model = …` and its summary; `taken` are the names that the rest of the script uses."""
    constructors = {call.node.id: _named(call, naming, catalog) for call in plan.calls}
    part = Part("Model")
    part.use(list(constructors.values()))
    if plan.is_stack:
        _write_sequential(part, plan, constructors)
    else:
        _write_functional(part, plan, constructors, naming, taken)
    part.add(["model.summary()"])
    return part


def _named(call: PlanCall, naming: Naming, catalog: Catalog) -> Call:
    constructor = layer_constructor(call.node, call.spec, catalog)
    if call.node.id in naming.automatic:
        return constructor
    return replace(constructor, named=(*constructor.named, ("name", call.node.id)))


def _write_sequential(part: Part, plan: Plan, constructors: Mapping[str, Call]) -> None:
    part.add(["model = keras.Sequential(", f"{INDENT}["])
    for name, constructor in constructors.items():
        part.add(laid_out("", constructor, ",", INDENT * 2), node=name)
    part.add([f"{INDENT}],", f"{INDENT}name={quoted(plan.name)},", ")"])


def _write_functional(part: Part, plan: Plan, constructors: Mapping[str, Call], naming: Naming, taken: set[str]) -> None:
    several = [name for name, count in naming.outputs.items() if count > 1]
    names = variables([*constructors, *(_rest(name) for name in several)], taken)
    for call in plan.calls:
        name = call.node.id
        target = f"{names[name]}, *{names[_rest(name)]}" if name in several else names[name]
        expression = constructors[name] if call.spec.is_input else _called(call, constructors[name], names, naming)
        part.add(laid_out(f"{target} = ", expression), node=name)
    ends = [_one_or_list([Name(names[name]) for name in ends]) for ends in (plan.inputs, plan.outputs)]
    part.add(laid_out("model = ", Call("keras.Model", tuple(ends), (("name", plan.name),))))


def _rest(name: str) -> str:
    """What the outputs of a layer behind its first one are called: an LSTM's are its states."""
    return f"{name}_states"


def _one_or_list(items: list[Name]) -> Expression:
    return items[0] if len(items) == 1 else items


def _called(call: PlanCall, constructor: Call, names: Mapping[str, str], naming: Naming) -> Call:
    arguments = {port.name: _arriving(call.inputs[port.name], port.many, names, naming) for port in call.spec.inputs if port.name in call.inputs}
    first = arguments.pop(call.spec.inputs[0].name)
    return Call(constructor, (first,), tuple(arguments.items()))


def _arriving(sources: tuple[Source, ...], many: bool, names: Mapping[str, str], naming: Naming) -> Expression:
    if not many:
        return _output(sources[0], names)
    start = sources[0].node
    if sources == tuple(Source(start, output) for output in range(1, naming.outputs[start])) and len(sources) > 1:
        return Name(names[_rest(start)])
    return [_output(source, names) for source in sources]


def _output(source: Source, names: Mapping[str, str]) -> Name:
    return Name(f"{names[_rest(source.node)]}[{source.output - 1}]" if source.output else names[source.node])
