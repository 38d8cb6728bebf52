"""What names of libraries mean: dotted paths in all the spellings of the years, and names that a program uses without importing them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from designer.core.catalog import Catalog
from designer.core.importers.legacy import POSITIONAL
from designer.core.importers.legacy_tables import CLASSES, NO_EQUAL
from designer.core.importers.python_code.plain_functions import BUILTINS, FOLLOWED, IGNORED
from designer.core.importers.python_code.values import Builtin, Path, Unknown

if TYPE_CHECKING:
    from designer.core.importers.python_code.run import Run

ROOTS = (
    "tensorflow.compat.v1.keras",
    "tensorflow.compat.v2.keras",
    "tensorflow.contrib.keras.python.keras",
    "tensorflow.contrib.keras.api.keras",
    "tensorflow.contrib.keras",
    "tensorflow.python.keras.api._v2.keras",
    "tensorflow.python.keras",
    "tensorflow.keras",
    "tensorflow_core.keras",
    "keras.api._v2.keras",
    "keras.api._v1.keras",
    "keras.api",
    "keras.src",
    "keras.python.keras",
    "keras_core",
    "keras_contrib",
    "tensorflow_addons",
    "tf_keras",
)
ELSEWHERE: Mapping[str, str] = {
    **{f"tensorflow.{group}": f"keras.{group}" for group in ("initializers", "losses", "metrics", "optimizers", "regularizers")},
    **{f"tensorflow.train.{name}Optimizer": f"keras.optimizers.{name}" for name in ("Adadelta", "Adagrad", "Adam", "Ftrl", "RMSProp")},
    "tensorflow.train.GradientDescentOptimizer": "keras.optimizers.SGD",
    "tensorflow.constant_initializer": "keras.initializers.Constant",
    "tensorflow.contrib.layers.xavier_initializer": "keras.initializers.GlorotUniform",
    "tensorflow.glorot_normal_initializer": "keras.initializers.GlorotNormal",
    "tensorflow.glorot_uniform_initializer": "keras.initializers.GlorotUniform",
    "tensorflow.ones_initializer": "keras.initializers.Ones",
    "tensorflow.random_normal_initializer": "keras.initializers.RandomNormal",
    "tensorflow.random_uniform_initializer": "keras.initializers.RandomUniform",
    "tensorflow.truncated_normal_initializer": "keras.initializers.TruncatedNormal",
    "tensorflow.zeros_initializer": "keras.initializers.Zeros",
}
"""What of Keras tensorflow keeps under names of its own."""
GROUPS: Mapping[str, str] = {
    "activations": "activations",
    "applications": "applications",
    "backend": "backend",
    "callbacks": "callbacks",
    "constraints": "constraints",
    "datasets": "datasets",
    "engine": "layers",
    "initializations": "initializers",
    "initializers": "initializers",
    "layers": "layers",
    "legacy": "layers",
    "losses": "losses",
    "metrics": "metrics",
    "models": "models",
    "objectives": "losses",
    "ops": "ops",
    "optimizers": "optimizers",
    "optimizer_v2": "optimizers",
    "preprocessing": "utils",
    "random": "random",
    "regularizers": "regularizers",
    "utils": "utils",
    "mixed_precision": "mixed_precision",
    "config": "config",
}
USUAL: Mapping[str, str] = {
    "K": "keras.backend",
    "activations": "keras.activations",
    "applications": "keras.applications",
    "callbacks": "keras.callbacks",
    "constraints": "keras.constraints",
    "datasets": "keras.datasets",
    "initializers": "keras.initializers",
    "keras": "keras",
    "kl": "keras.layers",
    "KL": "keras.layers",
    "layers": "keras.layers",
    "losses": "keras.losses",
    "math": "math",
    "metrics": "keras.metrics",
    "models": "keras.models",
    "np": "numpy",
    "numpy": "numpy",
    "ops": "keras.ops",
    "optimizers": "keras.optimizers",
    "regularizers": "keras.regularizers",
    "tensorflow": "tensorflow",
    "tf": "tensorflow",
    "tfk": "keras",
    "tfkl": "keras.layers",
    "np_utils": "keras.utils",
    "to_categorical": "keras.utils.to_categorical",
    "pad_sequences": "keras.utils.pad_sequences",
    "KerasClassifier": "keras.wrappers.scikit_learn.KerasClassifier",
    "KerasRegressor": "keras.wrappers.scikit_learn.KerasRegressor",
    "partial": "functools.partial",
    **{name: f"keras.regularizers.{name}" for name in ("l1", "l2", "l1_l2")},
    **{name: f"keras.constraints.{name}" for name in ("maxnorm", "max_norm", "nonneg", "unitnorm", "unit_norm")},
}
"""What these names mean where a program does not say: a snippet without its imports."""

MODELS: Mapping[str, str] = {"Sequential": "Sequential", "Model": "Model", "Functional": "Model"}
ROOT_NAMES: Mapping[str, str] = {"Input": "layers", "InputLayer": "layers", "Layer": "layers", "Variable": "backend"}
MERGES: Mapping[str, str] = {
    "add": "Add",
    "average": "Average",
    "concatenate": "Concatenate",
    "dot": "Dot",
    "maximum": "Maximum",
    "merge": "merge",
    "minimum": "Minimum",
    "multiply": "Multiply",
    "subtract": "Subtract",
}
"""The functions of keras.layers that call a layer at once."""
ALSO_LAYERS = frozenset(("InputLayer", "InputSpec", "Merge", "Layer"))


GRAPH = "Graph"
"""The functional network of Keras's first versions, which was told its nodes by name."""


def handed(name: str) -> Path | None:
    """What a module of Keras is called that some function hands to a program: layers, models, backend."""
    return Path(f"keras.{name.removeprefix('keras_')}") if name in HANDED else None


HANDED = frozenset(("backend", "keras_utils", "layers", "models"))


def canonical(dotted: str) -> Path:
    """The path, with the many ways to say keras told as one."""
    for root in ROOTS:
        if dotted == root or dotted.startswith(f"{root}."):
            return Path(f"keras{dotted[len(root) :]}")
    plain = dotted.replace("tensorflow.compat.v1.", "tensorflow.", 1)
    known = ELSEWHERE.get(plain)
    if known is None and (group := ELSEWHERE.get(plain.rpartition(".")[0])) is not None:
        known = f"{group}.{plain.rpartition('.')[2]}"
    return Path(known or dotted)


def keras_thing(path: Path) -> tuple[str, str] | None:
    """(group, name) of a path inside keras: ("layers", "Dense"); None for other paths."""
    parts = path.dotted.split(".")
    if parts[0] != "keras" or len(parts) < 2:
        return None
    name = parts[-1]
    if name in MODELS:
        return "models", MODELS[name]
    group = GROUPS.get(parts[1], "keras") if len(parts) > 2 else "keras"
    if group in {"keras", "models"} and name in ROOT_NAMES:
        return ROOT_NAMES[name], name
    if group == "ops" and parts[-2] == "image":
        return "ops", f"image.{name}"
    return ("schedules", name) if group == "optimizers" and "schedules" in parts else (group, name)


def is_layer(catalog: Catalog, name: str) -> bool:
    """Whether a class is a layer of some Keras."""
    spec = catalog.layers.get(name)
    if spec is not None:
        return spec.kind in ("layer", "input")
    return name in CLASSES or name in NO_EQUAL or name in POSITIONAL or name in ALSO_LAYERS


def _bare(catalog: Catalog, name: str) -> Path | None:
    """What a name means in a program that does not say where it is from."""
    if name in USUAL:
        return Path(USUAL[name])
    if name in MODELS or name == GRAPH:
        return Path(f"keras.models.{name}")
    if is_layer(catalog, name):
        return Path(f"keras.layers.{name}")
    for group in ("optimizers", "losses", "initializers", "regularizers", "constraints"):
        if name in getattr(catalog, group):
            return Path(f"keras.{group}.{name}")
    for group, home in (("schedules", "keras.optimizers.schedules"), ("callbacks", "keras.callbacks")):
        if name in getattr(catalog, group):
            return Path(f"{home}.{name}")
    return Path(f"keras.layers.{name}") if name in MERGES and name not in BUILTINS else None


def default_name(run: Run, name: str, line: int) -> Any:
    """What a name stands for that the program gives no value to."""
    if name in BUILTINS or name in IGNORED or name in FOLLOWED:
        return Builtin(name)
    if name == "__name__":
        return "__main__"
    found = _bare(run.catalog, name)
    if found is not None:
        return found
    meant = misspelt_layer(run, name)
    return Path(f"keras.{'models' if meant in MODELS else 'layers'}.{name}") if meant else Unknown(name, line)


def misspelt_layer(run: Run, name: str) -> str | None:
    """The layer that a name that is none was meant to be; None where that is not clear."""
    if len(name) < 4 or not name[0].isalpha():
        return None
    plain = run.layers_in_small_letters
    if name.lower() in plain and name.lower() != name:
        return plain[name.lower()]
    if not name[0].isupper():
        return None
    close = difflib.get_close_matches(name.lower(), plain, n=1, cutoff=0.78)
    return plain[close[0]] if close else None
