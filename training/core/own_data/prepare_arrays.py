"""Arrays of a file -> fields, as the written script makes them of the same file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from designer.core.codegen.expressions import Call, Name, laid_out, quoted
from designer.core.data import DataField, Loader
from training.core.own_data.arrays import ALONE, MOST_AXES, MOST_CLASSES, TEST, TRAIN, read_arrays
from training.core.own_data.prepare_table import drawn
from training.core.own_data.preparing import INDENT, Array, Prepared, in_order
from training.core.own_data.recipe import Recipe
from training.core.own_data.spec import function_name, loader
from training.core.own_data.wrong import WrongData, shown

GREY_SIDE = 8  # bytes of at least so many rows and columns are pictures without an axis for colours
BRIGHT, WHITE = 128, 255  # what reaches so far, and no further, are pictures in 256 shades


@dataclass(frozen=True)
class Making:
    """How an array becomes a field: what is done with it, and the words of that, with {0} for the array."""

    field: DataField
    make: Callable[[Array], Array]
    words: str
    are_texts: bool = False
    """Whether the values that are told in indexes are texts, and no numbers."""


def prepare_arrays(path: Path, recipe: Recipe, file: str) -> Prepared:
    """Fields of arrays that have a sample for each of the others'. Raises WrongData."""
    found, is_given = read_arrays(path), recipe.split.by == "given"
    target = recipe.target
    if target is None or not recipe.inputs:
        raise WrongData("Choose an array to learn from, and one that is to be learned.")
    names = list(dict.fromkeys([*(choice.columns[0] for choice in recipe.inputs), target]))
    parts = [_part(found, names, suffix) for suffix in ((TRAIN, TEST) if is_given else ("",))]
    makings = {name: _making(name, parts[0][name], recipe, parts) for name in names}
    made = [{name: makings[name].make(part[name]) for name in names} for part in parts]
    for part in made:
        _check_finite(part)
    order = None
    if _is_mixed(recipe, makings):
        draw = np.random.default_rng(recipe.split.seed)
        places = [draw.permutation(len(part[target])) for part in made]
        made = [{name: values[chosen] for name, values in part.items()} for part, chosen in zip(made, places, strict=True)]
        order = in_order(*places)
    if not is_given:
        if recipe.split.by not in {"ratio", "stratified"}:
            raise WrongData("Arrays are split by ratio, class by class, or as their names say: x_train and x_test.")
        classes = makings[target].field.classes
        indexes = made[0][target] if classes else None
        if recipe.split.by == "stratified" and indexes is None:
            raise WrongData("Only classes can be split class by class, and the target is none. Split by ratio.")
        divided = drawn(np.arange(len(made[0][target])), recipe.split, indexes, classes)
        made = [{name: values[chosen] for name, values in made[0].items()} for chosen in divided]
    fields = tuple(making.field for making in makings.values())
    return Prepared(fields, target, made[0], made[1], _loader(recipe, file, makings, is_alone=found.is_alone), order)


def _is_mixed(recipe: Recipe, makings: Mapping[str, Making]) -> bool:
    """Whether the samples of given parts are put into an order of their own: files often hold class after class. Steps of time keep theirs."""
    is_of_time = any(making.field.kind == "series" for making in makings.values()) and not makings[recipe.target or ""].field.classes
    return recipe.split.by == "given" and not is_of_time


def _part(found: Mapping[str, Array], names: list[str], suffix: str) -> dict[str, Array]:
    missing = next((name + suffix for name in names if name + suffix not in found), None)
    if missing is not None:
        raise WrongData(f"This file has no array “{shown(missing)}”; it has {', '.join(map(shown, found))}.")
    part = {name: found[name + suffix] for name in names}
    lengths = {name: len(values) if values.ndim else 0 for name, values in part.items()}
    first = names[0]
    other = next((name for name in names if lengths[name] != lengths[first]), None)
    if other is not None:
        message = f"“{shown(first + suffix)}” holds {lengths[first]:,} samples, and “{shown(other + suffix)}” {lengths[other]:,}."
        raise WrongData(f"{message} Each sample needs one of both: save arrays of the same length.")
    if lengths[first] < 2:
        raise WrongData(f"“{shown(first + suffix)}” holds fewer than two samples. Add some.")
    return part


def _check_finite(part: Mapping[str, Array]) -> None:
    for name, values in part.items():
        if values.dtype.kind == "f" and not (is_finite := np.isfinite(values).reshape(len(values), -1).all(axis=1)).all():
            raise WrongData(f"Sample {int(np.argmin(is_finite)):,} of “{shown(name)}” holds a number that is not finite. Replace it.")


def _making(name: str, values: Array, recipe: Recipe, parts: list[dict[str, Array]]) -> Making:
    if name == recipe.target and recipe.target_is_class:
        return _classes(name, [part[name] for part in parts])
    if values.dtype.kind in "US":
        if values.ndim > 1:
            raise WrongData(f"“{shown(name)}” holds texts on {values.ndim} axes; one text a sample is read.")
        words = "{0}.astype(str).astype(object)"
        return Making(_field(name, "text", (), "string"), lambda array: array.astype(str).astype(object), words)
    if values.ndim > MOST_AXES:
        raise WrongData(f"“{shown(name)}” has {values.ndim} axes; at most {MOST_AXES} are read, samples included.")
    return _numbers(name, [part[name] for part in parts], is_target=name == recipe.target)


def _numbers(name: str, parts: Sequence[Array], *, is_target: bool) -> Making:
    values = parts[0]
    shape = values.shape[1:]
    if values.ndim == 1:
        kind = "value" if is_target else "vector"
        return Making(_field(name, kind, (1,)), lambda array: array.astype("float32")[:, None], '{0}.astype("float32")[:, np.newaxis]')
    if values.ndim == 3 and values.dtype == np.uint8 and min(shape) >= GREY_SIDE:
        return _pictures(name, (*shape, 1), _white(parts), lambda array: array.astype("float32")[..., None], '{0}.astype("float32")[..., np.newaxis]')
    white = _white(parts) if values.ndim == 4 and (shape[-1] in (1, 3) or values.dtype == np.uint8) else None
    if white is not None:
        return _pictures(name, shape, white, lambda array: array.astype("float32"), '{0}.astype("float32")')
    by_axes = {2: "value" if is_target else "vector", 3: "series", 4: "series"}
    return Making(_field(name, by_axes[values.ndim], shape), lambda array: array.astype("float32"), '{0}.astype("float32")')


def _pictures(name: str, shape: tuple[int, ...], white: int | None, make: Callable[[Array], Array], words: str) -> Making:
    """Pictures as numbers from 0 to 1."""
    if white == 1:
        return Making(_field(name, "image", shape), make, words)
    return Making(_field(name, "image", shape), lambda array: make(array) / WHITE, f"{words} / {WHITE}")


def _white(parts: Sequence[Array]) -> int | None:
    """What is white in pictures, by how far their numbers reach: 1 or 255; None where they are no pictures."""
    low, high = min(part.min(initial=0) for part in parts), max(part.max(initial=0) for part in parts)
    if low < 0 or high > WHITE:
        return None
    if high <= 1:
        return 1
    return WHITE if high >= BRIGHT or parts[0].dtype == np.uint8 else None


def _classes(name: str, parts: list[Array]) -> Making:
    flat = [part.reshape(len(part)) for part in parts if part.size == len(part) and part.dtype.kind in "biuUS"]
    if len(flat) < len(parts):
        raise WrongData(f"“{shown(name)}” cannot be classes: these are one whole number or text a sample. Learn it as numbers.")
    are_texts = flat[0].dtype.kind in "US"
    known = np.unique(np.concatenate(flat)).astype(str if are_texts else "int64").tolist()
    if not 1 < len(known) <= MOST_CLASSES:
        raise WrongData(f"“{shown(name)}” has {len(known):,} different values; 2 to {MOST_CLASSES:,} classes are learned.")
    field = _field(name, "class", (), "int32").model_copy(update={"classes": tuple(map(str, known))})

    def make(array: Array) -> Array:
        values = array.reshape(len(array))
        return np.searchsorted(known, values.astype(str) if values.dtype.kind == "S" else values).astype("int32")

    one = ".reshape(-1)" if parts[0].ndim > 1 else ""
    words = ".astype(str)" if flat[0].dtype.kind == "S" else ""
    return Making(field, make, f'np.searchsorted(classes, {{0}}{one}{words}).astype("int32")', are_texts)


def _field(name: str, kind: Any, shape: tuple[int, ...], dtype: str = "float32") -> DataField:
    return DataField(name=name, title=name, kind=kind, shape=shape, dtype=dtype)


def _loader(recipe: Recipe, file: str, makings: Mapping[str, Making], *, is_alone: bool) -> Loader:
    path = f"Path(__file__).parent / {quoted(file)}"
    is_given, target = recipe.split.by == "given", makings[recipe.target or ""]
    lines = [f"def {function_name(file)}():", f'{INDENT}"""Arrays of a file: a part to train with, and one held out to test with."""']
    if is_alone:
        lines.append(f'{INDENT}data = {{"{ALONE}": np.load({path})}}')
    else:
        lines += [f"{INDENT}with np.load({path}) as file:", f"{INDENT * 2}data = {{name: file[name] for name in file.files}}"]
    if target.field.classes:
        known = target.field.classes if target.are_texts else map(int, target.field.classes)
        lines += laid_out("classes = ", list(known), indent=INDENT)

    def told(suffix: str) -> dict[str, Name]:
        return {name: Name(making.words.format(f"data[{quoted(name + suffix)}]")) for name, making in makings.items()}

    if is_given:
        for part, suffix in (("train", TRAIN), ("test", TEST)):
            lines += laid_out(f"{part} = ", told(suffix), indent=INDENT)
        lines += _mixed_lines(recipe) if _is_mixed(recipe, makings) else []
        lines.append(f"{INDENT}return train, test")
    else:
        lines += laid_out("fields = ", told(""), indent=INDENT)
        by_class = (("stratify", Name(f"fields[{quoted(recipe.target or '')}]")),) if recipe.split.by == "stratified" else ()
        named = (("test_size", recipe.split.test), ("random_state", recipe.split.seed), *by_class)
        count = Name(f"np.arange(len(fields[{quoted(recipe.target or '')}]))")
        lines += laid_out("train, test = ", Call("train_test_split", (count,), named), indent=INDENT)
        pick = "{{name: values[{}] for name, values in fields.items()}}"
        lines += [f"{INDENT}return {pick.format('train')}, {pick.format('test')}"]
    imports = ["from pathlib import Path", "import numpy as np"]
    imports += [] if is_given else ["from sklearn.model_selection import train_test_split"]
    return loader(imports, lines, function_name(file), file, () if is_given else ("scikit-learn",))


def _mixed_lines(recipe: Recipe) -> list[str]:
    """The script's lines that put the samples of both parts into an order of their own."""
    lines = [f"{INDENT}draw = np.random.default_rng({recipe.split.seed})"]
    for part in ("train", "test"):
        lines.append(f"{INDENT}order = draw.permutation(len({part}[{quoted(recipe.target or '')}]))")
        lines.append(f"{INDENT}{part} = {{name: values[order] for name, values in {part}.items()}}")
    return lines
