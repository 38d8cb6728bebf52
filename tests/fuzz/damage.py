"""Damages files: their bytes, their lines, the values of their JSON, the entries of their archives, the fields of their protobuf."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from google.protobuf.message import DecodeError
from onnx import GraphProto, ModelProto, NodeProto, TensorProto

from tests.fuzz.seeds import Seed, zipped

ODD_BYTES = (0, 1, 0x7F, 0x80, 0xFF, ord("{"), ord("["), ord('"'), ord("\n"))
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, -(2**70), 10**30, 1e308, -0.5, 0.1, "", "a", "relu", "/etc/passwd", "x" * 300, "\0", "é\ud800", [], {},
    [[]], [None], [0], [1, 2, 3, 4, 5, 6], {"a": {"b": {}}}, {"class_name": "Dense", "config": {}},
    {"class_name": "Lambda", "config": {"function": "os.system"}},
    ["dense", 0, 0], [["dense", 0, 0, {}]], {"class_name": "__tensor__"}, {"$expr": "1/0"}, {"$expr": "units ** 99"},
)  # fmt: skip
ODD_WORDS = (
    "None", "True", "[]", "{}", "()", "-1", "0", "1e999", "10**10", "9" * 60, "'a'*10**9", "lambda: 0", "model", "x", "*x", "**x", "...",
    "range(10**12)", "Dense", "Input", "Model", "Sequential", "eval('1')", "open('/tmp/layerloom-was-here','w')", "__import__('os')", "self",
    "super()",
    "x.shape", "x[0]", "[x for x in x]", "{x: x for x in range(9)}", "f'{x}'", "not x", "x if x else x",
    "await x", "yield x", "\\", "'''", "#", "\t", ":", "=", "==", ",,",
    "import os", "while True: pass", "def f(): return f()", "class A(A): pass", "assert 0", "raise x", "del model", "global x", "with x as y: pass",
    "1 << 10 ** 9", "2 ** 2 ** 2 ** 2 ** 9", "'%1000000000d' % 1", "'{:>1000000000}'.format(1)", "x.append(x)", "x = x, x", "try: x\nexcept: y", "@x",
)  # fmt: skip
_TEXTS = (".py", ".json", ".yaml", ".ipynb", ".prototxt")


def damaged(random: Random, seeds: Sequence[Seed]) -> Seed:
    """One of the seeds, damaged in a few places."""
    seed = random.choice(seeds)
    data = seed.data
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        data = random.choice(_ways(seed.name))(random, data, seeds)
    name = random.choice((seed.name, seed.name, seed.name, "", random.choice(seeds).name))
    return Seed(name, data)


Way = Callable[[Random, bytes, Sequence[Seed]], bytes]


def _ways(name: str) -> tuple[Way, ...]:
    if name.endswith((".json", ".ipynb")):
        return (_json, _json, _json, _json, _words, _lines, _bytes)
    if name.endswith(_TEXTS):
        return (_words, _words, _words, _lines, _lines, _bytes)
    if name.endswith((".keras", ".zip")):
        return (_entries, _entries, _entries, _bytes)
    if name.endswith(".onnx"):
        return (_protobuf, _protobuf, _protobuf, _bytes)
    return (_bytes, _bytes, _splice)


def _span(random: Random, size: int) -> tuple[int, int]:
    start = random.randrange(size + 1)
    return start, min(size, start + random.choice((1, 1, 2, 4, 8, 64, 1024)))


def _bytes(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    start, end = _span(random, len(data))
    number = random.choice((0, 1, 2**16, 2**31 - 1, 2**32 - 1, 2**63)).to_bytes(8, random.choice(("little", "big")))
    return random.choice(
        (
            data[:start],
            data[:start] + data[end:],
            data[:end] + data[start:end] * random.choice((1, 3, 100)) + data[end:],
            data[:start] + random.randbytes(end - start) + data[end:],
            data[:start] + number + data[start + 8 :],
            _splice(random, data, seeds),
            _flipped(random, data),
        )
    )


def _flipped(random: Random, data: bytes) -> bytes:
    flipped = bytearray(data or b"x")
    for _ in range(random.choice((1, 4, 16))):
        flipped[random.randrange(len(flipped))] = random.choice((*ODD_BYTES, random.randrange(256)))
    return bytes(flipped)


def _splice(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    other = random.choice(seeds).data
    start, end = sorted(random.randrange(len(other) + 1) for _ in range(2))
    place = random.randrange(len(data) + 1)
    return data[:place] + other[start : min(end, start + 4096)] + data[place + random.choice((0, end - start)) :]


def _lines(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    lines = data.decode("utf-8", "replace").splitlines()
    if not lines:
        return data
    place, other = random.randrange(len(lines)), random.randrange(len(lines))
    way = random.randrange(6)
    if way == 0:
        del lines[place]
    elif way == 1:
        lines[place], lines[other] = lines[other], lines[place]
    elif way == 2:
        lines[place] = " " * random.choice((1, 2, 4, 8)) + lines[place]
    elif way == 3:
        lines[place:place] = [lines[other]] * random.choice((1, 2, 500))
    elif way == 4:
        lines[place] = lines[place][: random.randrange(len(lines[place]) + 1)]
    else:
        lines.insert(place, random.choice(ODD_WORDS))
    return "\n".join(lines).encode("utf-8", "replace")


def _words(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    text = data.decode("utf-8", "replace")
    found = list(re.finditer(r"\w+|[^\w\s]", text))
    if not found:
        return data
    match = random.choice(found)
    word = random.choice((random.choice(ODD_WORDS), random.choice(found).group(), random.choice("([{")))
    if word in "([{" and word:
        word = word * random.choice((1, 90, 3_000))
    return (text[: match.start()] + word + text[match.end() if random.random() < 0.7 else match.start() :]).encode("utf-8", "replace")


def _json(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(random, data, seeds)
    try:
        return json.dumps(_changed(random, value)).encode()
    except (ValueError, RecursionError):
        return data


def _changed(random: Random, value: Any) -> Any:
    places = list(_places(value))
    if not places:
        return random.choice(ODD_VALUES)
    holder, key = random.choice(places)
    way = random.randrange(6)
    if way == 0:
        del holder[key]
    elif way == 1:
        other, name = random.choice(places)
        holder[key] = json.loads(json.dumps(other.get(name) if isinstance(other, dict) else other[name]))
    elif way == 2 and isinstance(holder, list):
        holder.insert(key, random.choice(ODD_VALUES))
    elif way == 3 and isinstance(holder, dict):
        name = random.choice(("class_name", "config", "name", "units", "inbound_nodes", "layers", "shape", random.choice(list(holder))))
        holder[name] = holder.pop(key)
    elif way == 4:
        for _ in range(random.choice((1, 40, 300))):
            holder[key] = random.choice(([holder[key]], {"config": holder[key]}, {"class_name": "TimeDistributed", "config": {"layer": holder[key]}}))
    else:
        holder[key] = random.choice(ODD_VALUES)
    return value


def _places(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < 5_000:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            found.append((holder, key))
            waiting.append(holder[key])
    return found


def _entries(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  (damaged before: then its bytes are)
        return _bytes(random, data, seeds)
    name = random.choice(list(files)) if files else "config.json"
    way = random.randrange(8)
    if way == 0:
        files.pop(name, None)
    elif way == 1:
        files[random.choice(("../up", "config.json", "document.json", "a/b/c.py", "x.zip", "C:/x"))] = files.get(name, b"")
    elif name.endswith(".json") and way > 3:
        files[name] = _json(random, files.get(name, b"{}"), seeds)
    else:
        files[name] = _bytes(random, files.get(name, b""), seeds)
    return zipped(files)


def _protobuf(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    model = ModelProto()
    try:
        model.ParseFromString(data)
    except DecodeError:
        return _bytes(random, data, seeds)
    random.choice(_FIELDS)(random, model.graph)
    changed: bytes = model.SerializeToString()
    return changed


def _node(random: Random, graph: GraphProto) -> NodeProto:
    found: NodeProto = random.choice(graph.node) if graph.node else graph.node.add()
    return found


def _other_kind(random: Random, graph: GraphProto) -> None:
    _node(random, graph).op_type = random.choice(KINDS)


def _other_wire(random: Random, graph: GraphProto) -> None:
    node = _node(random, graph)
    names = [name for other in graph.node for name in (*other.input, *other.output)] or [""]
    ends = random.choice([ends for ends in (node.input, node.output) if ends] or [node.input])
    if ends:
        ends[random.randrange(len(ends))] = random.choice(names)


def _other_attribute(random: Random, graph: GraphProto) -> None:
    node = _node(random, graph)
    attribute = random.choice(node.attribute) if node.attribute else node.attribute.add(name="axis")
    attribute.i = random.choice((-1, 0, 1, 2, 2**40))
    del attribute.ints[random.randrange(len(attribute.ints) + 1) :]
    attribute.ints.extend(random.choice(((), (0,), (-1, 2**40), (1, 2, 3))))
    attribute.type = random.choice((attribute.type, 1, 2, 3, 4, 5, 6, 7, 8))


def _other_array(random: Random, graph: GraphProto) -> None:
    tensor = random.choice(graph.initializer) if graph.initializer else graph.initializer.add(name="new")
    tensor.data_type = random.choice((tensor.data_type, 1, 7, 8, 10, 16, 99))
    if tensor.dims:
        tensor.dims[random.randrange(len(tensor.dims))] = random.choice((-1, 0, 1, 7, 2**33))


def _array_elsewhere(random: Random, graph: GraphProto) -> None:
    if graph.initializer:
        tensor = random.choice(graph.initializer)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="/etc/passwd")


def _other_input(random: Random, graph: GraphProto) -> None:
    for value in graph.input:
        for dim in value.type.tensor_type.shape.dim:
            if random.random() < 0.3:
                dim.dim_value = random.choice((-1, 0, 1, 5, 1009, 2**40))


def _fewer(random: Random, graph: GraphProto) -> None:
    del graph.node[random.randrange(len(graph.node) + 1) :]


def _again(random: Random, graph: GraphProto) -> None:
    graph.node.add().CopyFrom(_node(random, graph))


_FIELDS = (_other_kind, _other_wire, _other_attribute, _other_array, _array_elsewhere, _other_input, _fewer, _again)
KINDS = (
    "Conv", "Gemm", "Reshape", "Concat", "LSTM", "Add", "Slice", "Resize", "Gather", "MatMul", "If", "Expand", "Tile", "Range",
    "ConstantOfShape", "Where", "Split", "Pad", "Transpose", "Flatten", "Softmax", "ReduceMean", "LRN", "TopK", "Einsum", "DepthToSpace", "GRU",
    "PRelu", "Clip", "Squeeze",
)  # fmt: skip
