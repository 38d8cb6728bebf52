"""What the editor, the analyser and the code writer are told of a data set that was prepared."""

from __future__ import annotations

import keyword
import re
import unicodedata

from designer.core.data import DataField, DataSpec, LastLayer, Loader
from designer.core.document import KerasObject
from training.core.own_data.preparing import Prepared

SUMMARY = "Your own data, from {file}."
ACCURACY = (KerasObject(class_name="accuracy"),)


def make_spec(name: str, title: str, file: str, prepared: Prepared) -> DataSpec:
    """The description of a prepared data set."""
    target = next(field for field in prepared.fields if field.name == prepared.target)
    return DataSpec(
        name=name,
        title=title,
        summary=SUMMARY.format(file=file),
        task="classification" if target.kind == "class" else "regression",
        fields=prepared.fields,
        input=next((field.name for field in prepared.fields if field.name != prepared.target), prepared.target),
        target=prepared.target,
        last_layer=last_layer(target),
        train_samples=len(next(iter(prepared.train.values()))),
        test_samples=len(next(iter(prepared.test.values()))),
        source=file,
        licence="",
        loader=prepared.loader,
        own=True,
    )


def last_layer(target: DataField) -> LastLayer:
    """What an output for a target wants: one unit for two classes, one a class for more, one a number for values."""
    if target.kind == "class" and len(target.classes) == 2:
        return LastLayer(units=1, activation="sigmoid", loss=KerasObject(class_name="BinaryCrossentropy"), metrics=ACCURACY)
    if target.kind == "class":
        loss = KerasObject(class_name="SparseCategoricalCrossentropy")
        return LastLayer(units=len(target.classes), activation="softmax", loss=loss, metrics=ACCURACY)
    units = target.shape[-1] if target.shape else 1
    metrics = (KerasObject(class_name="MeanAbsoluteError"),)
    return LastLayer(units=units, activation=None, loss=KerasObject(class_name="MeanSquaredError"), metrics=metrics)


def function_name(file: str) -> str:
    """What the loader of a file is called: load_houses for houses.csv."""
    plain = unicodedata.normalize("NFKD", file.rpartition(".")[0] or file).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:40]
    return f"load_{words or 'data'}"


def file_name(name: str) -> str:
    """A file's name that is safe beside a script, on every system."""
    plain = unicodedata.normalize("NFKD", name.replace("\\", "/").rpartition("/")[2]).encode("ascii", "ignore").decode()
    stem, dot, suffix = re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip("._")[-100:].rpartition(".")
    stem = (stem if dot else suffix) or "data"
    return f"{stem}_{dot}{suffix}" if keyword.iskeyword(stem) or not dot else f"{stem}.{suffix}"


def loader(imports: list[str], lines: list[str], function: str, file: str, packages: tuple[str, ...]) -> Loader:
    """The loader that reads one file beside the script."""
    return Loader(imports=tuple(imports), source="\n".join(lines), function=function, files=(file,), packages=packages)
