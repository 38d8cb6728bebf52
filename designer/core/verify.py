"""Proof on demand: the written code is run by itself, and what it makes is compared with what the builder makes.

The code is the writer's own, never a person's. It runs all the same in a fresh interpreter without this program's environment, in an empty
folder, with bounds on memory, time and files, and without a network (verify_child.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from designer.core import catalog as catalogue
from designer.core.adapting import learning_calls
from designer.core.build import build, deep_recursion
from designer.core.codegen.script import write_module
from designer.core.document import Document
from designer.core.messages import essence
from designer.core.plan import plan
from designer.core.stated import refuse_python
from designer.core.wording import a_list

CHILD = Path(__file__).with_name("verify_child.py")
SECONDS = 90.0
MOST_PARAMETERS = 50_000_000  # above that, weights are not handed over and outputs not compared
SAMPLES = 2
UNKNOWN_SIZE = 3  # stands for a size that the network leaves open
WORDS = ("a", "b", "c")
TOLERANCE = 1e-5
LONGEST = 300  # of what the child said last


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was compared; `ok` is None where it could not be."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it; `ok` where nothing differs."""

    ok: bool
    checks: tuple[Check, ...]
    seconds: float


def verify(document: Document) -> Verification:
    """Run the code of a document's model and compare what it makes with `build`. Builds real models: not for children that only infer shapes.

    Raises PythonRefused for a network with Python layers, CannotWrite for one that cannot be written, and whatever Keras raises while it is built.
    """
    start = time.monotonic()
    known = catalogue.load()
    planned = plan(document, known)
    refuse_python(planned, "The code cannot be verified")
    module = write_module(planned, document)
    built = build(planned, known)
    learning = a_list([call.title for call in learning_calls(planned)])
    return compare(built, module.text, start, reason=f"{learning} first has to learn from data, and none is read here." if learning else "")


def compare(built: keras.Model, text: str, start: float, seconds: float = SECONDS, reason: str = "") -> Verification:
    """Run a module of the writer's, and compare what its `make_model` returns with a model; at most so many seconds from `start`.

    `reason` is what is said where the model does not answer.
    """
    given = _inputs(built)
    ours, refusal = _outputs_of(built, given, reason)
    with tempfile.TemporaryDirectory(prefix="layerloom_verify_") as name:
        folder = Path(name)
        _hand_over(folder, text, built, given if ours else None)
        failure = _run(folder, seconds - (time.monotonic() - start))
        checks = (Check("Code", ok=False, detail=failure),) if failure else tuple(_compared(folder, built, ours, refusal))
    return Verification(all(check.ok is not False for check in checks), checks, round(time.monotonic() - start, 2))


def _inputs(model: keras.Model) -> list[np.ndarray]:
    """Random samples for each input, the same every time."""
    numbers = np.random.default_rng(7)
    return [_sample(numbers, tensor) for tensor in model.inputs]


def _sample(numbers: np.random.Generator, tensor: Any) -> np.ndarray:
    shape = (SAMPLES, *(size or UNKNOWN_SIZE for size in tensor.shape[1:]))
    dtype = str(tensor.dtype)
    if dtype == "string":
        return np.asarray(numbers.choice(WORDS, shape))
    if "int" in dtype or dtype == "bool":
        return numbers.integers(0, 2, shape).astype(dtype)
    return np.asarray(numbers.random(shape), "float32")


def _outputs_of(model: keras.Model, given: Sequence[np.ndarray], reason: str) -> tuple[list[np.ndarray], str]:
    """The outputs for the samples; none, and the reason, where they cannot be had."""
    count = model.count_params()
    if count > MOST_PARAMETERS:
        return [], f"{count:,} parameters are more than the {MOST_PARAMETERS:,} that are handed over."
    try:
        return outputs(model, given), ""
    except Exception as error:  # noqa: BLE001  (a lookup without a vocabulary, a size that does not fit: Keras answers with every kind)
        return [], reason or essence(error)[:LONGEST] or type(error).__name__


def outputs(model: keras.Model, given: Sequence[np.ndarray]) -> list[np.ndarray]:
    """What a model says of samples, one array an output."""
    tensors = [keras.ops.convert_to_tensor(array) if array.dtype.kind == "U" else array for array in given]
    said = model(tensors[0] if len(tensors) == 1 else tensors, training=False)
    return [_array(tensor) for tensor in keras.tree.flatten(said)]


def _array(tensor: Any) -> np.ndarray:
    array = np.asarray(keras.ops.convert_to_numpy(tensor))
    return array.astype("str") if array.dtype == object else array.astype("float32") if array.dtype.kind not in "fiub" else array


def _hand_over(folder: Path, text: str, model: keras.Model, given: Sequence[np.ndarray] | None) -> None:
    """The code, and where outputs are to be compared the weights and the samples."""
    (folder / "network.py").write_text(text, encoding="utf-8")
    if given is None:
        return
    np.savez(folder / "inputs.npz", *given)
    np.savez(folder / "weights.npz", *(_plain(weight) for weight in model.get_weights()))


def _plain(array: Any) -> np.ndarray:
    """An array of a type that NumPy's files know: bfloat16 is none."""
    found = np.asarray(array)
    return found if found.dtype.kind in "fiubU" else found.astype("float32")


def _run(folder: Path, seconds: float) -> str:
    """Run the code; empty where it came to its end, else what stopped it."""
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "KERAS_BACKEND": keras.backend.backend(),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, "-I", str(CHILD), str(folder), str(max(1, round(seconds)))]
    try:
        with _alive() as lifeline:
            done = subprocess.run(command, cwd=folder, env=environment, stdin=lifeline, capture_output=True, timeout=max(1.0, seconds), check=False)
    except subprocess.TimeoutExpired:
        return f"The code did not come to its end within {seconds:.0f} s."
    if done.returncode == 0 and (folder / "result.json").exists():
        return ""
    last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][-LONGEST:]
    return f"The code stopped: {last or f'status {done.returncode}'}"


@contextmanager
def _alive() -> Iterator[int]:
    """What a child reads from: it ends when this process does, even where that is killed. No child inherits the end that is written to."""
    ends = os.pipe()
    try:
        yield ends[0]
    finally:
        for end in ends:
            os.close(end)


def _compared(folder: Path, built: keras.Model, ours: Sequence[np.ndarray], refusal: str) -> Iterator[Check]:
    told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    with deep_recursion():
        config = json.loads(built.to_json())
    yield Check("Code", ok=True, detail=f"It ran by itself in {told['seconds']:.1f} s and made a {told['class']} model.")
    yield _layers(config, told["config"])
    yield _config(config, told["config"])
    yield _parameters(built, told)
    if refusal:
        yield Check("Outputs", ok=None, detail=f"Not compared: {refusal}")
    else:
        with np.load(folder / "outputs.npz", allow_pickle=False) as file:
            yield _same_outputs(ours, [file[key] for key in file.files])


def _layers(ours: Any, theirs: Any) -> Check:
    mine, other = ([(_name(layer), layer["class_name"]) for layer in model["config"]["layers"]] for model in (ours, theirs))
    if mine == other:
        return Check("Layers", ok=True, detail=f"{len(mine):,} layers, with equal names and classes in equal order.")
    place = next((place for place, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))
    return Check("Layers", ok=False, detail=f"{len(mine):,} against {len(other):,} layers; they differ from layer {place + 1} on.")


def _name(layer: Any) -> str:
    """A layer's name; some operations of Keras tell it beside their config, and not in it."""
    return str(layer["config"].get("name", layer.get("name")))


def _config(ours: Any, theirs: Any) -> Check:
    where = difference(ours, theirs)
    detail = f"{_values(ours):,} values of to_json(), all equal." if where is None else f"The config differs at {where}."
    return Check("Config", ok=where is None, detail=detail)


def difference(ours: Any, theirs: Any, path: str = "") -> str | None:
    """The path of the first value in which two trees of JSON differ; None where they are equal."""
    if type(ours) is not type(theirs) or not isinstance(ours, dict | list):
        return None if ours == theirs and type(ours) is type(theirs) else path or "its root"
    keys: Any = range(max(len(ours), len(theirs))) if isinstance(ours, list) else sorted({*ours, *theirs}, key=str)
    for key in keys:
        inside = f"{path}.{key}".lstrip(".")
        if not _has(ours, key) or not _has(theirs, key):
            return inside
        found = difference(ours[key], theirs[key], inside)
        if found is not None:
            return found
    return None


def _has(value: Any, key: Any) -> bool:
    return key < len(value) if isinstance(value, list) else key in value


def _values(tree: Any) -> int:
    inside = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else None
    return 1 if inside is None else sum(map(_values, inside))


def _parameters(built: keras.Model, told: Any) -> Check:
    ours, theirs = [list(weight.shape) for weight in built.weights], told["weights"]
    count = built.count_params()
    if ours == theirs and count == told["parameters"]:
        return Check("Parameters", ok=True, detail=f"{count:,} parameters in {len(ours):,} arrays of equal shapes.")
    return Check("Parameters", ok=False, detail=f"{count:,} parameters against {told['parameters']:,}, or in other shapes.")


def _same_outputs(ours: Sequence[np.ndarray], theirs: Sequence[np.ndarray]) -> Check:
    if [array.shape for array in ours] != [array.shape for array in theirs]:
        return Check("Outputs", ok=False, detail="The outputs have other shapes.")
    numbers = sum(array.size for array in ours)
    if any(array.dtype.kind == "U" for array in ours):
        same = all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))
        return Check("Outputs", ok=same, detail=f"{numbers:,} texts for {SAMPLES} random samples{', all equal' if same else ' differ'}.")
    largest = max((_largest(a, b) for a, b in zip(ours, theirs, strict=True)), default=0.0)
    detail = f"{numbers:,} numbers for {SAMPLES} random samples and equal weights; largest difference {largest:.2g}."
    return Check("Outputs", ok=bool(largest <= TOLERANCE), detail=detail)


def _largest(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest difference, relative to the largest value where that is above 1; equal infinities and NaNs do not differ."""
    with np.errstate(all="ignore"):
        apart = np.abs(ours.astype("float64") - theirs.astype("float64"))
        apart = np.where((ours == theirs) | (np.isnan(ours.astype("float64")) & np.isnan(theirs.astype("float64"))), 0.0, apart)
        scale = np.nanmax(np.abs(np.where(np.isfinite(ours.astype("float64")), ours, 0)), initial=1.0)
    return float(np.max(np.nan_to_num(apart, nan=np.inf), initial=0.0) / scale)
