"""ONNX files: the operators that have a layer or an operation of Keras, with their weights; the others as placeholders."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from designer.core.catalog import Catalog
from designer.core.document import MAX_NODES, WeightsRef
from designer.core.importers.clashes import renamed
from designer.core.importers.drawing import Tensor
from designer.core.importers.imported import Imported, Note, Unreadable
from designer.core.importers.onnx_file import arithmetic, convolutions, dense, elementwise, pieces, recurrent, reductions, resizing, shapes
from designer.core.importers.onnx_file.axes import Unsupported, Value, fresh
from designer.core.importers.onnx_file.folding import branch, fold
from designer.core.importers.onnx_file.fusing import fused, needed
from designer.core.importers.onnx_file.model import Info, OnnxModel, Operation, parse
from designer.core.importers.onnx_file.sizes import Sizes
from designer.core.importers.onnx_file.sketch import Sketch, name_of
from designer.core.weights import digest

Handler = Callable[[Sketch, Operation], tuple[Value, ...]]
OPERATORS: dict[str, Handler] = {
    **arithmetic.OPERATORS,
    **convolutions.OPERATORS,
    **dense.OPERATORS,
    **elementwise.OPERATORS,
    **recurrent.OPERATORS,
    **pieces.OPERATORS,
    **reductions.OPERATORS,
    **resizing.OPERATORS,
    **shapes.OPERATORS,
}
IN_FORMULAS = {"add", "subtract", "multiply", "divide", "true_divide", "power", "get_item", "minimum", "maximum", "clip", "zeros_like", "sqrt", "sum"}
_IMAGES = {
    *convolutions.OPERATORS,
    "caffe.Conv",
    "caffe.ConvTranspose",
    "InstanceNormalization",
    "GroupNormalization",
    "Resize",
    "Upsample",
    "LRN",
    "PRelu",
    "BatchNormalization",
}
_NEUTRAL = {"Identity", "Dropout", "Cast", "Relu", "Sub", "Add", "Mul", "Div", "Pad", "Clip", "Sigmoid", "Tanh", "QuantizeLinear", "DequantizeLinear"}


def read(name: str, data: bytes, catalog: Catalog) -> Imported:
    """The network in an ONNX file. Raises Unreadable."""
    model = parse(data)
    operations = needed(fused(model), model.outputs)
    sketch = sketched(catalog, model)
    draw_inputs(sketch, operations)
    for operation in operations:
        draw(sketch, operation)
    outputs = drawn_outputs(sketch)  # may draw: it comes before the document
    document = sketch.document(_title(name, model), outputs=outputs)
    report = (*_summary(sketch, operations), *sketch.notes)
    if not sketch.weights:
        return Imported((document,), report)
    told = digest(sketch.weights)
    document = document.model_copy(update={"weights": WeightsRef(digest=told, title=document.name)})
    return Imported((document,), report, {told: sketch.weights})


def sketched(catalog: Catalog, model: OnnxModel, *, keeps_weights: bool = True) -> Sketch:
    """An empty sketch of a graph."""
    return Sketch(catalog, model, Sizes(_numbers(model)), keeps_weights=keeps_weights)


def draw_inputs(sketch: Sketch, operations: Sequence[Operation]) -> None:
    """The Input nodes, their axes in the order that the first layers take. Raises Unreadable."""
    takers = _takers(operations)
    try:
        for info in sketch.model.inputs:
            _draw_input(sketch, takers, info)
    except Unsupported as reason:
        raise Unreadable(f"This network cannot be drawn: {reason}.") from reason


def _title(name: str, model: OnnxModel) -> str:
    stem = name.rpartition("/")[2].removesuffix(".onnx")
    return stem or model.name or "ONNX"


def _numbers(model: OnnxModel) -> Iterator[int]:
    """Every whole number of the file that may be a length."""
    for info in (*model.inputs, *model.infos.values()):
        yield from (size for size in info.shape or () if isinstance(size, int))
    for name in model.constants:
        array = model.constants[name]
        yield from array.shape
        if array.dtype.kind in "iu" and array.size <= 64:
            yield from (abs(int(number)) for number in array.reshape(-1))
    for operation in model.operations:
        for value in operation.attributes.values():
            if isinstance(value, list) and len(value) <= 64:
                yield from (abs(number) for number in value if isinstance(number, int))


Takers = Mapping[str, Sequence[Operation]]


def _takers(operations: Iterable[Operation]) -> Takers:
    """The operators that take each tensor."""
    found: defaultdict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        for name in set(operation.inputs):
            found[name].append(operation)
    return found


def _draw_input(sketch: Sketch, takers: Takers, info: Info) -> None:
    if info.shape is None or info.kind == "string" or not info.shape:
        sketch.placeholder("Input", {"name": info.name}, (), "the file does not say the shape of this input.", name=info.name)
        return
    order = _order(takers, info, len(info.shape))
    shape = list(_sizes(sketch, info, order[0]))
    if math.prod(shape) > 2**62:
        raise Unsupported("its input is larger than any machine")
    logical = fresh(shape)
    if not logical[order[0]]:
        raise Unsupported("its input has no batch")
    physical = tuple(logical[axis] for axis in order)
    dims: list[Any] = [None if size is None else size for size in sketch.sizes.dims(shape[axis] for axis in order[1:])]
    config = {"shape": dims} | ({"dtype": "int32" if info.kind == "int" else "bool"} if info.kind != "float" else {})
    node = sketch.add("Input", config, {}, name=info.name)
    sketch.values[info.name] = Value(Tensor(node), logical, physical, kind=info.kind)
    if order != tuple(range(len(order))):
        shown = " × ".join("?" if size is None else str(size) for size in dims)
        which = "the batch first" if order[0] else "channels last"
        sketch.note("changed", f"The input {node} takes {which}, as Keras's layers do: {shown}.", node=node)


def _sizes(sketch: Sketch, info: Info, batch: int) -> Iterator[int]:
    for place, size in enumerate(info.shape or ()):
        if place == batch:
            if isinstance(size, int):
                sketch.batches.add(size)
                sketch.has_fixed_batch = True
            yield sketch.sizes.batch
        elif isinstance(size, int):
            yield size
        else:
            yield sketch.sizes.symbol(size or (info.name, place))


def _order(takers: Takers, info: Info, rank: int) -> tuple[int, ...]:
    """The axes of an input in the order that its first layer takes: channels last for images, the batch first for sequences."""
    reached, seen = [info.name], {info.name}
    while reached:
        tensor = reached.pop()
        for operation in takers.get(tensor, ()):
            if tensor not in operation.inputs[:1] and operation.type not in _NEUTRAL:
                continue
            if operation.type in _IMAGES and rank >= 3:
                return (0, *range(2, rank), 1)
            if operation.type in recurrent.OPERATORS and rank == 3 and not operation.get("layout", 0):
                return (1, 0, 2)
            if operation.type in _NEUTRAL:
                reached += [output for output in operation.outputs if output not in seen]
                seen.update(operation.outputs)
    batch = 1 if rank == 3 and _is_state(takers, info.name) else _batch(info.shape or ())
    return (batch, *(axis for axis in range(rank) if axis != batch))


_PICKING = {"Slice", "Gather", "Split", "Squeeze", "Unsqueeze", "Identity"}


def _is_state(takers: Takers, name: str) -> bool:
    """Whether recurrent layers start from an input: the layers come first in it, and the batch behind them."""
    reached, seen = [name], {name}
    while reached:
        tensor = reached.pop()
        for operation in takers.get(tensor, ()):
            if operation.type in recurrent.OPERATORS and tensor in operation.inputs[5:7]:
                return not operation.get("layout", 0)
            if operation.type in _PICKING:
                reached += [output for output in operation.outputs if output not in seen]
                seen.update(operation.outputs)
    return False


def _batch(shape: Sequence[int | str | None]) -> int:
    """The axis of the batch where no layer tells: the one that is called so, or the only one that is free, else the first."""
    called = [axis for axis, size in enumerate(shape) if isinstance(size, str) and "batch" in size.lower()]
    if len(called) == 1:
        return called[0]
    free = [axis for axis, size in enumerate(shape) if not isinstance(size, int)]
    is_length = any(word in str(shape[axis]).lower() for axis in free for word in ("seq", "len", "time", "step", "height", "width"))
    return free[0] if len(free) == 1 and shape[0] != 1 and not is_length else 0


def draw(sketch: Sketch, operation: Operation, operators: Mapping[str, Handler] = OPERATORS) -> None:
    """The nodes of an operator, or a placeholder with the reason. Raises Unreadable where the network grows too large."""
    if len(sketch.nodes) > MAX_NODES:
        raise Unreadable(f"This would become more than {MAX_NODES:,} nodes, which is the most that a network holds.")
    if operation.type == "If" and (taken := branch(sketch, operation)) is not None:
        for inner in taken:
            draw(sketch, inner, operators)
        return
    try:
        with sketch.attempt(), np.errstate(all="ignore"):
            if fold(sketch, operation):
                return
            values = (_unknown if operation.domain else operators.get(operation.type, _unknown))(sketch, operation)
            sketch.values.update(zip(operation.outputs, values, strict=False))
    except Unsupported as reason:
        _placeholder(sketch, operation, str(reason))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, ZeroDivisionError, OverflowError):
        _placeholder(sketch, operation, "its arguments are not those of its kind")


def _unknown(sketch: Sketch, operation: Operation) -> tuple[Value, ...]:
    raise Unsupported("Keras has no layer or operation for it")


def _placeholder(sketch: Sketch, operation: Operation, reason: str) -> None:
    inputs = [sketch.values[name] for name in operation.inputs if name in sketch.values]
    kind = operation.title or (f"{operation.domain}.{operation.type}" if operation.domain else operation.type)
    data = {name: value for name, value in operation.attributes.items() if isinstance(value, int | str) or _is_short(value)}
    sentence = f"{reason[:1].upper()}{reason[1:]}."
    name = name_of(operation) or operation.type
    node = sketch.placeholder(kind[:100] or "?", data, [value.tensor for value in inputs], sentence, name=name, line=operation.line)
    for place, output in enumerate(operation.outputs):
        shape = _told_shape(sketch, output) or (inputs[0].shape if inputs else None)
        if output and shape is not None:
            sketch.values[output] = sketch.made(Tensor(node, place), shape)


def _is_short(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, list) and len(value) <= 64 and all(isinstance(part, int) for part in value)


def _told_shape(sketch: Sketch, name: str) -> list[int] | None:
    info = sketch.model.infos.get(name)
    if info is None or not info.shape:
        return None
    return list(_sizes(sketch, info, 0))


def drawn_outputs(sketch: Sketch) -> tuple[tuple[str, int], ...]:
    """The outputs in the file's order, where there are several; images stay channels last."""
    found: list[tuple[str, int]] = []
    for name in sketch.model.outputs:
        value = sketch.values.get(name)
        if value is None:
            sketch.note("unread", f"The output {name[:80]} is not computed from any input, and was left out.")
            continue
        last = (value.logical[0], *value.logical[2:], value.logical[1]) if value.rank > 2 else value.logical
        if value.physical == last != value.logical:
            shape = " × ".join("?" if size is None else str(size) for size in sketch.sizes.dims(value.shape[2:] + value.shape[1:2]))
            sketch.note("changed", f"The output {name[:80]} comes channels last: {shape}.", node=value.tensor.node)
        else:
            try:
                value = sketch.plain(value)
            except Unsupported as reason:
                sketch.note("changed", f"The output {name[:80]} comes with its axes in another order: {reason}.", node=value.tensor.node)
        found.append((value.tensor.node, value.tensor.output))
    names = _settle_names(sketch)
    ordered = tuple((names.get(node, node), output) for node, output in dict.fromkeys(found))
    return ordered if len(ordered) > 1 else ()


def _settle_names(sketch: Sketch) -> dict[str, str]:
    """Give layers that bear the name of an operation another one: Keras names operations itself, and would name two things alike."""
    specs = [sketch.catalog.layers.get(node.layer) for node in sketch.nodes.values()]
    roots = {spec.auto_name for spec in specs if spec and spec.kind == "operation"}
    roots |= IN_FORMULAS if any(spec and spec.kind == "formula" for spec in specs) else set()
    told = len(sketch.notes)
    names = renamed(sketch, roots, {})
    del sketch.notes[told:]  # most of these names were chosen here
    sketch.weights = {names.get(name, name): arrays for name, arrays in sketch.weights.items()}
    sketch.notes = [note.model_copy(update={"node": names.get(note.node, note.node)}) if note.node else note for note in sketch.notes]
    return names


def _summary(sketch: Sketch, operations: tuple[Operation, ...]) -> Iterator[Note]:
    made = f", made by {sketch.model.producer}" if sketch.model.producer else ""
    kinds = Counter(operation.type for operation in operations)
    several = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(5) if kind != "Constant")
    numbers = sum(array.size for arrays in sketch.weights.values() for array in arrays)
    yield Note(
        kind="read", message=f"ONNX of opset {sketch.model.opset}{made}: {len(operations)} operators ({several} …) became {len(sketch.nodes)} nodes."
    )
    if numbers:
        yield Note(kind="read", message=f"{numbers:,} weights of {len(sketch.weights)} layers came along.")
    for message, count in sketch.changes.items():
        yield Note(kind="changed", message=message if count == 1 else f"{message[:-1]} ({count} times).")
