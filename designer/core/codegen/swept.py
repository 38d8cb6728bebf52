"""The fields that a sweep marks, as the written code speaks of them: a variable, a default, and what is tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.core.arithmetic import Free, expression_of
from designer.core.catalog import Catalog, Param
from designer.core.codegen.constructors import object_expression, stated
from designer.core.codegen.expressions import INDENT, Call, Expression, Name, flat, laid_out
from designer.core.codegen.naming import variables
from designer.core.codegen.parts import Part
from designer.core.document import Document, KerasObject, Sweep, SweptField, Training
from designer.core.plan import Plan, plan
from designer.core.sweeps import count, drawn_value, range_values, with_item, with_node, without_sweep
from designer.core.swept_params import param_of, whole_group


@dataclass(frozen=True)
class Marked:
    """A field of a sweep: its variable in the code, what is drawn, and the values of its list as they are written."""

    field: SweptField
    variable: str
    drawn: Any
    default: Expression
    values: tuple[Expression, ...]
    table: str = ""
    """The dict that makes what is tried of its name, where that are objects: each trial needs new ones."""
    made: Mapping[str, Expression] | None = None
    """What the table makes, by name."""

    @property
    def said(self) -> str:
        """The expression that gives the value in the place of the field."""
        return f"{self.table}[{self.variable}]()" if self.table else self.variable

    def table_lines(self, part: Part) -> list[str]:
        """The table, if there is one."""
        if self.made is None:
            return []
        rows = (line for name, made in self.made.items() for line in laid_out(f"{flat(name)}: lambda: ", part.use(made), ",", INDENT))
        return [f"{self.table} = {{", *rows, "}"]


@dataclass(frozen=True)
class Swept:
    """A sweep as it is written; `document` holds what is said in the place of each field, `plan` is its plan."""

    sweep: Sweep
    marked: tuple[Marked, ...]
    document: Document
    plan: Plan

    @property
    def is_inside(self) -> bool:
        """Whether a field stands within a block, whose function must know the variable."""
        return any(each.field.block is not None for each in self.marked)

    def add_tables(self, part: Part, *, of_nodes: bool) -> None:
        """The tables of what is tried in nodes, or in the training settings, with a gap behind them."""
        tables = [lines for each in self.marked if (each.field.node is not None) == of_nodes and (lines := each.table_lines(part))]
        for place, lines in enumerate(tables):
            part.add([*([""] if place else []), *lines])
        part.add(["", ""] if tables else [])

    def training(self) -> Training:
        """The training settings with a variable in the place of each field."""
        settings = self.document.training
        for each in self.marked:
            if each.field.node is None:
                settings = _with_setting(settings, each.field.path, each)
        return settings


def swept(document: Document, sweep: Sweep, catalog: Catalog, taken: Iterable[str]) -> Swept:
    """The fields of a sound sweep, their variables apart from names that are taken."""
    plain = without_sweep(document)
    params = {param.name for block in document.blocks.values() for param in block.params}
    wanted = {field.name: field.name for field in sweep.fields}
    names = variables(wanted | {f"{name}()": f"{name}_choices" for name in wanted}, {*taken, *params})
    marked = tuple(_marked(plain, field, names, catalog, sweep) for field in sweep.fields)
    changed = plain
    for each in marked:
        if each.field.node is not None:
            changed = _with_mark(changed, each)
    return Swept(sweep, marked, changed, plan(changed, catalog))


def _with_mark(document: Document, each: Marked) -> Document:
    mark = Free(each.said, each.drawn)
    return with_node(document, each.field, lambda node: node.model_copy(update={"config": with_item(node.config, each.field.path, mark)}))


def _marked(document: Document, field: SweptField, names: Mapping[str, str], catalog: Catalog, sweep: Sweep) -> Marked:
    param = param_of(document, field, catalog)
    drawn = drawn_value(document, field)
    if drawn is None and param is not None:
        drawn = param.default
    elif expression_of(drawn) is not None:  # over a block's parameters: another value in each use
        drawn = range_values(field)[0] if count(field) else field.low
    values = tuple(_written(value, field, param, catalog) for value in field.values or ())
    default = _written(drawn, field, param, catalog)
    variable, table = names[field.name], names[f"{field.name}()"]
    if all(_is_literal(value, sweep) for value in (*values, default)):
        return Marked(field, variable, drawn, default, values)
    labels = _labels((*values, default))
    made = dict(zip(labels, (*values, default), strict=True))
    return Marked(field, variable, drawn, labels[-1], tuple(labels[:-1]), table, made)


def _written(value: Any, field: SweptField, param: Param | None, catalog: Catalog) -> Expression:
    """A value as it stands in code."""
    group = whole_group(field)
    if group is not None:
        return object_expression(group, KerasObject.model_validate(value), catalog)
    return value if param is None else stated(param, value, catalog)


def _is_literal(value: Expression, sweep: Sweep) -> bool:
    """Whether a value can be tried as it is. Optuna takes words, numbers and None alone."""
    if isinstance(value, list | tuple):
        return sweep.method != "optuna" and all(_is_literal(item, sweep) for item in value)
    return value is None or isinstance(value, bool | int | float | str)


def _labels(values: Sequence[Expression]) -> list[str]:
    """A name for each value: the same for equal ones, and another for others."""
    labels: list[str] = []
    for place, value in enumerate(values):
        same = next((labels[before] for before in range(place) if values[before] == value), None)
        label = _label(value)
        labels.append(same or (label if label not in labels else f"{label} ({place + 1})"))
    return labels


def _label(value: Expression) -> str:
    if isinstance(value, Call) and isinstance(value.function, str):
        return flat(Call(value.function.rpartition(".")[2], value.positional, value.named))
    return value if isinstance(value, str) else flat(value)


def _with_setting(settings: Training, path: Sequence[str | int], each: Marked) -> Training:
    """Settings with a variable at a path: a Name for a plain value or a whole object, for what stands in a config its expression."""
    return settings.model_copy(update={str(path[0]): _set(getattr(settings, str(path[0])), path[1:], each)})


def _set(value: Any, path: Sequence[str | int], each: Marked) -> Any:
    if not path:
        return Name(each.said)
    if isinstance(value, tuple):
        place = int(path[0])
        return (*value[:place], _set(value[place], path[1:], each), *value[place + 1 :])
    if isinstance(value, KerasObject):
        return value.model_copy(update={"config": with_item(value.config, path[1:], Free(each.said, each.drawn))})
    return value.model_copy(update={str(path[0]): _set(getattr(value, str(path[0])), path[1:], each)})


def tried(each: Marked) -> Expression:
    """All values of a field, as a sequence that is written."""
    field = each.field
    if field.values is not None:
        return list(each.values)
    values = range_values(field)
    if not isinstance(values, range):
        return list(values) if len(values) <= MOST_LISTED else Name(_generated(field, len(values)))
    step = (values.step,) if values.step != 1 else ()
    return Call("range", (values.start, values.stop, *step)) if len(values) > FEW else list(values)


FEW = 4  # numbers that are listed rather than said to be a range
MOST_LISTED = 20


def _generated(field: SweptField, length: int) -> str:
    return f'[float(f"{{{field.low} + place * {field.step}:.12g}}") for place in range({length})]'
