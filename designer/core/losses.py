"""What each loss compares, as a table: which targets it takes and which activation the last layer needs for it. The catalogue gives the targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.core.catalog import Target
from designer.core.data import DataField, DataSpec
from designer.core.document import KerasObject


@dataclass(frozen=True, slots=True)
class LossRow:
    """What a loss is compared with, and the activation of the last layer where it wants probabilities."""

    target: Target
    activation: str | None = None


def _rows(row: LossRow, names: str) -> dict[str, LossRow]:
    return dict.fromkeys(names.split(), row)


LOSSES: Mapping[str, LossRow] = {
    "SparseCategoricalCrossentropy": LossRow("index", "softmax"),
    **_rows(
        LossRow("one_hot", "softmax"),
        "CategoricalCrossentropy CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy CategoricalHinge KLDivergence",
    ),
    **_rows(LossRow("binary", "sigmoid"), "BinaryCrossentropy BinaryFocalCrossentropy"),
    **_rows(
        LossRow("numbers"),
        "MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError Huber LogCosh Poisson CosineSimilarity",
    ),
}
UNFIT_ACTIVATIONS: Mapping[str, tuple[str, ...]] = {
    "value": ("softmax", "log_softmax", "sigmoid", "hard_sigmoid", "tanh", "log_sigmoid", "softsign"),
    "image": ("softmax", "log_softmax", "log_sigmoid"),
    "vector": ("softmax", "log_softmax", "sigmoid", "hard_sigmoid", "log_sigmoid"),
    "series": ("softmax", "log_softmax", "sigmoid", "hard_sigmoid", "log_sigmoid"),
}
TARGET_WORDS: Mapping[Target, str] = {
    "index": "class numbers",
    "one_hot": "one column for each class",
    "binary": "a target of 0 or 1",
    "numbers": "numbers to come near to",
}
SQUARED = KerasObject(class_name="MeanSquaredError")


def fits(loss: str, field: DataField) -> bool:
    """Whether a loss can judge a field; a loss without a row may judge anything."""
    row = LOSSES.get(loss)
    return row is None or row.target in targets(field)


def targets(field: DataField) -> tuple[Target, ...]:
    """The targets that a field can be."""
    if field.kind == "class":
        return ("index", "binary") if len(field.classes) == 2 else ("index",)
    return ("numbers", "binary") if field.kind == "image" else ("numbers",)


def wanted_shape(loss: str, field: DataField) -> tuple[int, ...] | None:
    """The shape of one sample's output that a loss compares with a field; None where the table does not know."""
    row = LOSSES.get(loss)
    if row is None:
        return None
    if field.kind == "class":
        return (len(field.classes),) if row.target == "index" else (1,)
    return field.shape or (1,)


def wanted_activation(loss: KerasObject) -> str | None:
    """The activation of the last layer that a loss needs; None where it needs none in particular."""
    row = LOSSES.get(loss.class_name)
    if row is None or row.activation is None:
        return None
    return "linear" if loss.config.get("from_logits") is True else row.activation


def usual_loss(field: DataField, data: DataSpec) -> KerasObject:
    """The loss that suits a field."""
    if field.name == data.target:
        return data.last_layer.loss
    return KerasObject(class_name="SparseCategoricalCrossentropy") if field.kind == "class" else SQUARED
