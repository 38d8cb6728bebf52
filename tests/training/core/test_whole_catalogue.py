"""Every optimizer, loss and metric that is offered compiles as a training compiles it, and makes a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest

from designer.core import catalog as catalogue
from designer.core.catalog import ObjectSpec
from designer.core.document import KerasObject
from designer.core.fitting import ObjectGroup, compile_arguments
from designer.core.objects import make_object
from tests.training.core.making import iris_network, small
from training.core.job import Job
from training.core.loop import make_model
from training.core.prepare import prepare

CATALOG = catalogue.load()
TAKES_INDEXES = ("Sparse", "Circle", "CategoricalGeneralizedCrossEntropy", "accuracy")


@pytest.fixture(scope="module")
def job() -> Job:
    return prepare(iris_network(), small("iris"))


@pytest.fixture
def model(job: Job) -> keras.Model:
    return make_model(job)


def usual(spec: ObjectSpec) -> KerasObject:
    """One as the form makes it: with what it needs, and defaults."""
    return KerasObject(class_name=spec.name, config={param.name: param.start for param in spec.params if param.required})


def one_step(job: Job, model: keras.Model, optimizer: KerasObject | None = None, **judged: Any) -> Mapping[str, float]:
    """The logs of a step with another optimizer, loss or metrics than the document's."""

    def say(group: ObjectGroup, given: KerasObject) -> Any:
        return make_object(group, given, CATALOG)

    training = job.fitting.training.model_copy(update={"optimizer": optimizer} if optimizer else {})
    outputs = {name: binding.model_copy(update=judged) for name, binding in job.fitting.outputs.items()}
    model.compile(**compile_arguments(replace(job.fitting, training=training, outputs=outputs), say), run_eagerly=True)
    labels = job.data.train["species"]
    told = [judged.get("loss"), *judged.get("metrics", ())]
    takes_indexes = all(one is None or one.class_name.startswith(TAKES_INDEXES) for one in told)
    logs: Mapping[str, float] = model.train_on_batch(
        job.data.train["features"], labels if takes_indexes else np.eye(3, dtype="float32")[labels], return_dict=True
    )
    return logs


@pytest.mark.parametrize("spec", CATALOG.optimizers.values(), ids=CATALOG.optimizers)
def test_an_optimizer_moves_the_weights(spec: ObjectSpec, job: Job, model: keras.Model) -> None:
    before = [weight.copy() for weight in model.get_weights()]
    assert np.isfinite(one_step(job, model, usual(spec))["loss"])
    assert any((one != other).any() for one, other in zip(before, model.get_weights(), strict=True))


@pytest.mark.parametrize("spec", CATALOG.losses.values(), ids=CATALOG.losses)
def test_a_loss_judges(spec: ObjectSpec, job: Job, model: keras.Model) -> None:
    assert np.isfinite(one_step(job, model, loss=usual(spec), metrics=())["loss"])


@pytest.mark.parametrize("spec", CATALOG.metrics.values(), ids=CATALOG.metrics)
def test_a_metric_is_measured(spec: ObjectSpec, job: Job, model: keras.Model) -> None:
    judged = KerasObject(class_name="SparseCategoricalCrossentropy" if spec.name.startswith(TAKES_INDEXES) else "MeanSquaredError")
    assert len(one_step(job, model, loss=judged, metrics=(usual(spec),))) == 2
