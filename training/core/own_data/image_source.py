"""The functions that read pictures from their files, as a written script carries them."""

from __future__ import annotations

from collections.abc import Sequence

from designer.core.codegen.expressions import laid_out, quoted
from designer.core.data import Loader
from training.core.own_data.folders import split_lines
from training.core.own_data.preparing import INDENT
from training.core.own_data.recipe import Recipe
from training.core.own_data.spec import function_name, loader

UNPACKING = """\
    folder = archive.with_suffix("")
    with zipfile.ZipFile(archive) as file:
        names = sorted(filter(is_picture, file.namelist()))
        if not folder.exists():
            file.extractall(folder, names)
    paths = np.array([str(folder / name) for name in names])
    classes = sorted({name.split("/")[-2] for name in names})
    labels = np.array([classes.index(name.split("/")[-2]) for name in names], "int32")"""
BATCHES = '''

def batches(x, y=None, *, batch_size, start=0, end=None, seed=None):
    """Pictures in batches as they are read from their files; with a seed, in an order drawn by it."""
    data = tf.data.Dataset.from_tensor_slices(x if y is None else (x, y)).skip(start)
    data = data if end is None else data.take(end - start)
    if seed is not None:
        data = data.shuffle(len(data), seed=seed, reshuffle_each_iteration=False)

    def read(*fields):
        fields = fields if len(fields) > 1 else fields[0]
        return tf.nest.map_structure(lambda leaf: read_picture(leaf) if leaf.dtype == tf.string else leaf, fields)

    return data.map(read, num_parallel_calls=tf.data.AUTOTUNE).batch(batch_size).prefetch(tf.data.AUTOTUNE)'''


def image_loader(recipe: Recipe, file: str, shape: Sequence[int], endings: Sequence[str]) -> Loader:
    """The loader of pictures in a zip."""
    is_drawn = recipe.split.by != "given"
    lines = [
        f"def {function_name(file)}():",
        f'{INDENT}"""The paths of the pictures and their classes: a part to train with, and one held out to test with."""',
        f"{INDENT}archive = Path(__file__).parent / {quoted(file)}",
        *laid_out("endings = ", tuple(endings), indent=INDENT),
        "",
        f"{INDENT}def is_picture(name):",
        f'{INDENT * 2}is_meant = not name.startswith("__MACOSX/") and not name.split("/")[-1].startswith(".")',
        f"{INDENT * 2}return is_meant and name.lower().endswith(endings)",
        "",
        *UNPACKING.splitlines(),
        *split_lines(recipe.split),
        f'{INDENT}return ({{"image": paths[train], "label": labels[train]}}, {{"image": paths[test], "label": labels[test]}})',
        *_reading(shape),
        *BATCHES.splitlines(),
    ]
    imports = ["import zipfile", "from pathlib import Path", "import numpy as np", "import tensorflow as tf"]
    imports += ["from sklearn.model_selection import train_test_split"] if is_drawn else []
    made = loader(imports, lines, function_name(file), file, ("scikit-learn",) if is_drawn else ())
    return made.model_copy(update={"streams": True})


def _reading(shape: Sequence[int]) -> list[str]:
    height, width, channels = shape
    greys = [f"{INDENT}picture = tf.image.rgb_to_grayscale(picture)"] if channels == 1 else []
    return [
        "",
        "",
        "def read_picture(path):",
        f'{INDENT}"""A picture as numbers from 0 to 1, {height} x {width}."""',
        f"{INDENT}picture = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)",
        *greys,
        f"{INDENT}picture = tf.image.resize(picture, ({height}, {width})) / 255",
        f"{INDENT}return tf.ensure_shape(picture, ({height}, {width}, {channels}))",
    ]
