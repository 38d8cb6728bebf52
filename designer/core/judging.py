"""What Keras says of a loss or a metric that is to compare an output with a target."""

from __future__ import annotations

import json
import warnings
from typing import Any

import keras
from keras.src.backend import compute_output_spec  # of a function, such as a loss; keras.ops has no public way

from designer.core.catalog import Catalog
from designer.core.document import KerasObject
from designer.core.fitting import ObjectGroup
from designer.core.kept import Kept
from designer.core.layers import STAND_IN, unallocated
from designer.core.messages import essence
from designer.core.names import fresh_names
from designer.core.objects import make_object
from designer.core.tensors import Spec

CHOSEN_BY_KERAS = ("accuracy", "acc")  # words for which Keras takes the metric that fits
A_BATCH = 6  # samples: metrics tell only from whole sizes that these do not match
KEPT_VERDICTS = 1_000


class Judge:
    """Asks Keras, and remembers."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._verdicts = Kept[str](KEPT_VERDICTS)

    def judge(self, node_id: str, loss: KerasObject, output: Spec, target: Spec) -> str:
        """What Keras has against comparing an output with a target by a loss, as a sentence; empty where it takes them."""
        key = (loss.class_name, json.dumps(loss.config, sort_keys=True), output, target)
        return self._verdicts.get(key, lambda: self._judge(loss, output, target)).replace(STAND_IN, node_id)

    def _judge(self, loss: KerasObject, output: Spec, target: Spec) -> str:
        tensors = [keras.KerasTensor(spec.shape, spec.dtype) for spec in (target, output)]
        try:
            with unallocated(), warnings.catch_warnings(action="ignore"):
                compute_output_spec(make_object("losses", loss, self.catalog), *tensors)
        except Exception as error:  # noqa: BLE001  (Keras answers with every kind of exception)
            return f"{loss.class_name} cannot judge {STAND_IN}: {essence(error)}"
        return ""

    def refuse(self, group: ObjectGroup, given: KerasObject) -> str:
        """What Keras has against making a schedule or a callback of these arguments, as a sentence; empty where it makes it."""
        key = ("make", group, given.class_name, json.dumps(given.config, sort_keys=True))
        return self._verdicts.get(key, lambda: self._refuse(group, given))

    def _refuse(self, group: ObjectGroup, given: KerasObject) -> str:
        try:
            with warnings.catch_warnings(action="ignore"):
                make_object(group, given, self.catalog)
        except Exception as error:  # noqa: BLE001  (Keras answers with every kind of exception)
            return f"{given.class_name} cannot be made: {essence(error)}"
        return ""

    def can_measure(self, metric: KerasObject, output: Spec, target: Spec) -> bool:
        """Whether a metric can compare an output with a target; what Keras chooses by itself, such as "accuracy", always can."""
        key = ("metric", metric.class_name, json.dumps(metric.config, sort_keys=True), output, target)
        return not self._verdicts.get(key, lambda: self._measure(metric, output, target))

    def name_of(self, metric: KerasObject) -> str:
        """What a metric is called in the logs of a training."""
        key = ("name", metric.class_name, json.dumps(metric.config, sort_keys=True))
        return self._verdicts.get(key, lambda: self._name_of(metric))

    def _name_of(self, metric: KerasObject) -> str:
        with unallocated(), fresh_names():
            made = make_object("metrics", metric, self.catalog)
            return made if made in CHOSEN_BY_KERAS else str(getattr(keras.metrics.get(made), "name", made))

    def _measure(self, metric: KerasObject, output: Spec, target: Spec) -> str:
        try:
            with unallocated(), warnings.catch_warnings(action="ignore"):
                made = make_object("metrics", metric, self.catalog)
                if made in CHOSEN_BY_KERAS:
                    return ""
                tensors = [keras.KerasTensor((A_BATCH, *spec.shape[1:]), spec.dtype) for spec in (target, output)]
                compute_output_spec(_updating(keras.metrics.get(made)), *tensors)
        except Exception as error:  # noqa: BLE001  (Keras answers with every kind of exception)
            return essence(error) or type(error).__name__
        return ""


def _updating(metric: Any) -> Any:
    """A function that does with a target and an output what a metric does with a batch of them."""

    def update(target: Any, output: Any) -> Any:
        if isinstance(metric, keras.Metric):
            metric.update_state(target, output)
        else:
            metric(target, output)
        return output

    return update
