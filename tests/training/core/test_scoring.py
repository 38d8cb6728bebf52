"""What a trained network is worth on samples that were withheld from it, by measures that no document chooses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.core.making import Listener, iris_network, small
from tests.training.make_run import make_document
from training.core.job import Data, Given, Job
from training.core.loop import train
from training.core.prepare import prepare
from training.core.scoring import score


class Saying:
    """A network that answers what it is told to."""

    def __init__(self, answers: Any) -> None:
        self.answers = np.asarray(answers, "float32")

    def predict(self, given: Any, **_: Any) -> Any:
        return self.answers


def job(**training: Any) -> Job:
    return prepare(make_document(**training), small("iris"))


def held(job: Job, labels: list[int]) -> dict[str, Any]:
    return {name: values[: len(labels)] for name, values in job.data.test.items()} | {"species": np.array(labels, "int32")}


def test_the_share_of_classes_that_are_named_rightly() -> None:
    made = job()
    answers = [[0.9, 0.1, 0], [0.2, 0.7, 0.1], [0.2, 0.7, 0.1], [np.nan] * 3]
    assert score(Saying(answers), made, held(made, [0, 1, 2, 0])) == {"accuracy": 0.5}


def test_a_network_that_is_fed_the_answer_has_no_score() -> None:
    made = job()
    fitting = replace(made.fitting, inputs={"input_layer": "species"})
    assert score(Saying([[1, 0, 0]]), Job(made.document, made.found, fitting, made.data), held(made, [0])) == {}


def test_errors_of_numbers_and_nothing_where_they_are_none() -> None:
    data = small("iris")
    made = prepare(make_document(), data)
    spec = data.spec.model_copy(update={"target": "petal", "fields": data.spec.fields})
    fitting = replace(made.fitting, outputs={"dense_1": made.fitting.outputs["dense_1"].model_copy(update={"field": "petal"})})
    asked = Job(made.document, made.found, fitting, Data(spec, data.train, data.test))
    true = {name: values[:2] for name, values in data.test.items()}
    assert score(Saying(true["petal"] + 2), asked, true) == pytest.approx({"mean_absolute_error": 2, "mean_squared_error": 4})
    assert score(Saying(np.full((2, 2), np.nan)), asked, true) == {}
    assert score(Saying(np.zeros((2, 3))), asked, true) == {}


def test_a_training_scores_what_was_withheld_and_tells_nobody(tmp_path: Path) -> None:
    listener, data = Listener(), small("iris")
    withheld = {name: values[:7] for name, values in data.test.items()}
    result = train(iris_network(), tmp_path / "run", listener.emit, data=data, given=Given(withheld=withheld))
    assert result.scores is not None
    assert result.scores.hidden.keys() == result.scores.training.keys() == {"accuracy"}
    again = train(iris_network(), tmp_path / "again", listener.emit, data=data)
    assert again.scores is None
    assert (again.summary, again.evaluation) == (result.summary, result.evaluation)
