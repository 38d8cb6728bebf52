"""Files by folder: each folder a class, parted into those to train with and those to test with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from designer.core.codegen.expressions import Call, Name, laid_out
from training.core.own_data import zips
from training.core.own_data.prepare_table import drawn
from training.core.own_data.preparing import INDENT, Array, in_order, mixed, mixed_lines
from training.core.own_data.recipe import Recipe, Split
from training.core.own_data.wrong import WrongData

MOST_CLASSES = 1_000


@dataclass(frozen=True)
class Parted:
    """Files by their places: the class of each, and which train and which test."""

    classes: tuple[str, ...]
    indexes: Array
    train: Array
    test: Array
    order: Array | None = None
    """Where they lie in the order of the archive, if the parts were mixed."""


def part_by_folder(names: Sequence[str], recipe: Recipe) -> Parted:
    """Classes and parts of files. Raises WrongData."""
    classes = tuple(name for name, _ in zips.classes_of(names))
    if len(classes) > MOST_CLASSES:
        raise WrongData(f"There are {len(classes):,} folders; at most {MOST_CLASSES:,} classes are learned.")
    places = {name: place for place, name in enumerate(classes)}
    indexes = np.array([places[zips.class_of(name)] for name in names], "int32")
    if recipe.split.by == "given":
        is_held_out = np.array([zips.is_held_out(name) for name in names])
        if is_held_out.all() or not is_held_out.any():
            raise WrongData("The archive has no folders train and test. Split by ratio, or class by class.")
        train, test = mixed(is_held_out, recipe.split.seed)
        return Parted(classes, indexes, train, test, in_order(train, test))
    if recipe.split.by not in {"ratio", "stratified"}:
        raise WrongData("Files in folders are split by ratio, class by class, or as their folders train and test say.")
    return Parted(classes, indexes, *drawn(np.arange(len(names)), recipe.split, indexes, classes))


def split_lines(split: Split) -> list[str]:
    """The script's lines that part the files called `names`, with their classes in `labels`."""
    if split.by == "given":
        told = laid_out("held_out = ", list(zips.HELD_OUT), indent=INDENT)
        path = 'name.lower().split("/")[:-2]'
        parted = f"{INDENT}is_test = np.array([any(part in held_out for part in {path}) for name in names])"
        return [*told, parted, *mixed_lines(split.seed)]
    by_class = (("stratify", Name("labels")),) if split.by == "stratified" else ()
    named = (("test_size", split.test), ("random_state", split.seed), *by_class)
    return laid_out("train, test = ", Call("train_test_split", (Name("np.arange(len(names))"),), named), indent=INDENT)
