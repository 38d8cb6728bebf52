"""What a program gives compile and fit, as a document's training settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from designer.core.catalog import ObjectSpec
from designer.core.class_weights import balanced_weights
from designer.core.document import InputBinding, KerasObject, OutputBinding, Training
from designer.core.importers.keras_training import loss_weight
from designer.core.importers.lean import lean_config
from designer.core.importers.python_code.config_values import described_config, keras_object, words_for
from designer.core.importers.python_code.datasets import DATASETS
from designer.core.importers.python_code.graph import Network
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Array, Described, Field, Unknown

OF_EVERY_RUN: Final = frozenset({"BackupAndRestore", "CSVLogger", "History", "ProgbarLogger", "TensorBoard", "BaseLogger"})  # what a run does anyway
OLD_ARGUMENTS: Final[Mapping[str, str]] = {"epsilon": "min_delta"}
OLD_NAMES: Final[Mapping[str, str]] = {"acc": "accuracy", "val_acc": "val_accuracy"}
SPARSE: Final[Mapping[str, str]] = {"CategoricalCrossentropy": "SparseCategoricalCrossentropy"}
"""What judges class numbers as well as its other judges one column a class."""


def training_of(run: Run, network: Network, inputs: Sequence[str], outputs: Sequence[str]) -> Training:
    """The training settings of a network whose outputs are these nodes; what the program does not say keeps its default."""
    settings: dict[str, Any] = {}
    if run.seed is not None and 0 <= run.seed < 2**31:
        settings["seed"] = run.seed
    if network.fitted is not None:
        settings |= _fitted(run, network.fitted)
    dataset = _dataset(run, network)
    fields = _fields((network.fitted or {}).get("y"), outputs)
    if network.compiled is not None:
        settings |= _compiled(run, network.compiled, outputs, fields or dict.fromkeys(outputs, DATASETS[dataset].target if dataset else ""))
    ours = _fields((network.fitted or {}).get("x"), inputs)
    if ours:
        settings["dataset"] = next(field.dataset for field in _listed((network.fitted or {}).get("x")) if isinstance(field, Field))
        settings["inputs"] = tuple(InputBinding(node=node, field=field) for node, field in ours.items())
    elif dataset is not None:
        settings["dataset"] = dataset
        settings["inputs"] = (InputBinding(field=DATASETS[dataset].input),) if len(network.inputs) == 1 else ()
    return Training(**settings)


def _fields(given: Any, nodes: Sequence[str]) -> dict[str, str]:
    """Which field of a data set of ours feeds, or judges, which node; empty where the data is another's."""
    named = given if isinstance(given, dict) else dict.fromkeys(nodes[:1], given)
    return {str(node): field.name for node, field in named.items() if isinstance(field, Field)}


def _listed(given: Any) -> list[Any]:
    return list(given.values()) if isinstance(given, dict) else [given]


def _dataset(run: Run, network: Network) -> str | None:
    """Our data set that is the program's, where we have it."""
    data = (network.fitted or {}).get("x")
    is_likely = network.fitted is not None and len(network.inputs) == 1 and not isinstance(data, list | tuple | dict)
    named = data.dataset if isinstance(data, Array) else run.dataset if is_likely else None
    return next((name for name, row in DATASETS.items() if row.keras == named), None) if named else None


def _compiled(run: Run, given: Mapping[str, Any], outputs: Sequence[str], fields: Mapping[str, str]) -> dict[str, Any]:
    line = given["line"]
    settings: dict[str, Any] = {}
    optimizer = given.get("optimizer", "rmsprop")
    found = keras_object(run, "optimizers", optimizer, line)
    if found is not None:
        settings["optimizer"] = found
    else:
        run.note("unread", f"The optimizer is not known without running the program: {words_for(optimizer)}. Adam stands in its place.", line)
    if isinstance(given.get("jit_compile"), bool):
        settings["jit_compile"] = given["jit_compile"]
    bound = [_output(run, given, name, place, outputs, line) for place, name in enumerate(outputs)]
    read = (_binding(run, binding, fields.get(binding[0], ""), line) for binding in bound if binding is not None)
    settings["outputs"] = tuple(_weighed(given.get("loss_weights"), binding, outputs) for binding in read)
    return settings


def _weighed(weights: Any, binding: OutputBinding, outputs: Sequence[str]) -> OutputBinding:
    weight = loss_weight(_of(weights, binding.node or "", outputs.index(binding.node or ""), len(outputs)))
    return binding if weight is None else binding.model_copy(update={"weight": weight})


def _output(
    run: Run, given: Mapping[str, Any], name: str, place: int, outputs: Sequence[str], line: int
) -> tuple[str, KerasObject, list[KerasObject]] | None:
    """(node, loss, metrics) of an output; None where its loss is not known."""
    loss = _of(given.get("loss"), name, place, len(outputs))
    if loss is None:
        return None
    found = keras_object(run, "losses", loss, line)
    if found is None:
        run.note("unread", f"The loss of {name} is not known without running the program: {_said(loss)}. Choose one in the training settings.", line)
        return None
    metrics = _of(given.get("metrics"), name, place, len(outputs), is_list=True)
    return name, found, _metrics(run, metrics, line)


def _metrics(run: Run, given: Any, line: int) -> list[KerasObject]:
    made: list[KerasObject] = []
    for metric in given if isinstance(given, list | tuple) else [given] if given is not None else []:
        found = keras_object(run, "metrics", metric, line)
        if found is None:
            run.note("unread", f"The metric {_said(metric)} was left out: it is no metric of Keras.", line)
        elif found not in made:
            made.append(found)
    return made


def _said(value: Any) -> str:
    return value if isinstance(value, str) else value.class_name if isinstance(value, Described) else words_for(value)


def _of(given: Any, name: str, place: int, count: int, *, is_list: bool = False) -> Any:
    """The part of an argument of compile that speaks of one output."""
    if isinstance(given, dict):
        return given.get(name, next(iter(given.values())) if len(given) == 1 and count == 1 else None)
    if isinstance(given, list | tuple):
        if is_list and (count == 1 or not any(isinstance(item, list | tuple) for item in given)):
            return given[0] if len(given) == 1 and isinstance(given[0], list) else given
        return given[place] if place < len(given) else None
    return given


def _binding(run: Run, found: tuple[str, KerasObject, list[KerasObject]], field: str, line: int) -> OutputBinding:
    name, loss, metrics = found
    if field and loss.class_name in SPARSE:
        new = SPARSE[loss.class_name]
        run.note("changed", f"{loss.class_name} became {new}: the labels of this data set are class numbers here.", line)
        loss = KerasObject(class_name=new, config=loss.config)
    return OutputBinding(node=name, field=field, loss=loss, metrics=tuple(metrics[:20]))


def _fitted(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for name, words in (("epochs", ("epochs", "nb_epoch")), ("batch_size", ("batch_size",))):
        value = next((given[word] for word in words if word in given), None)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1_000_000:
            settings[name] = value
        elif isinstance(value, Unknown):
            run.note("unread", f"{name} is not known without running the program: {words_for(value)}.", given["line"])
    split = given.get("validation_split")
    if isinstance(split, int | float) and 0 <= split < 1:
        settings["validation_split"] = float(split)
    settings |= _class_weight(run, given.get("class_weight"), given["line"])
    settings["callbacks"] = tuple(_read_callbacks(run, given.get("callbacks"), given["line"]))
    return settings


def _class_weight(run: Run, given: Any, line: int) -> dict[str, Any]:
    if isinstance(given, dict) and given and all(_is_label(label) for label in given):
        weights = {str(label): _weight(weight) for label, weight in given.items()}
        if None not in weights.values():
            return {"class_weight": weights}
    if isinstance(given, Unknown) and given.what.startswith(f"{balanced_weights.__name__}("):
        return {"class_weight": "balanced"}  # of our own scripts
    if given is not None:
        run.note("unread", f"class_weight is not known without running the program: {_said(given)}. Choose balanced in the training settings.", line)
    return {}


def _is_label(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000


def _weight(value: Any) -> float | None:
    return 1.0 if value == 1 else loss_weight(value)


def _read_callbacks(run: Run, given: Any, line: int) -> Iterator[KerasObject]:
    """The callbacks that there are here, each once, with what the program says of them; the others are told."""
    seen: set[str] = set()
    for item in given if isinstance(given, list | tuple) else [given] if isinstance(given, Described) else []:
        name = item.class_name if isinstance(item, Described) else ""
        spec = run.catalog.callbacks.get(name)
        if spec is None:
            if name not in OF_EVERY_RUN:
                run.note("unread", f"The callback {_said(item)} was left out: here are {', '.join(run.catalog.callbacks)}.", line)
        elif name not in seen:
            seen.add(name)
            yield KerasObject(class_name=name, config=_callback_config(run, item, spec))


def _callback_config(run: Run, callback: Described, spec: ObjectSpec) -> dict[str, Any]:
    """The arguments that differ from the defaults, in their words of today."""
    told = {OLD_ARGUMENTS.get(name, name): value for name, value in described_config(run, callback).items()}
    watched = told.get("monitor")
    if isinstance(watched, str):
        told["monitor"] = OLD_NAMES.get(watched, watched)
    kept, _ = lean_config(told, spec, run.catalog)
    return kept
