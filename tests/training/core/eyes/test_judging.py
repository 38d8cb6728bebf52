"""How a network does on the samples that are watched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.core.data import DataField
from designer.core.document import KerasObject, OutputBinding
from tests.designer.core.making import make_chain
from tests.training.core.eyes.test_layers import digits_network
from tests.training.core.eyes.watched import look, watch
from tests.training.core.making import Listener, iris_network, settings, small, two_outputs
from training.core.datasets import find
from training.core.eyes.judging import Output, by_class, by_value, told_of
from training.core.eyes.showing import pool_of
from training.core.job import Data, Given
from training.core.loop import train
from training.core.prepare import prepare
from training.core.probabilities import probabilities
from training.core.resuming import Resume, Told
from training.eyes_schemas import Judged
from training.schemas import Frame


def test_the_matrix_has_a_row_for_each_true_class() -> None:
    told = by_class(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]), ("cat", "dog", "cow"))
    assert told["matrix"] == [[2, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert told["accuracy"] == 0.75
    cat, dog, cow = told["by_class"]
    assert (cat["precision"], cat["recall"], cat["support"]) == (1.0, pytest.approx(2 / 3, abs=1e-4), 3)
    assert (dog["precision"], dog["recall"], dog["f1"]) == (0.5, 1.0, pytest.approx(2 / 3, abs=1e-4))
    assert (cow["precision"], cow["recall"], cow["f1"]) == (None, None, None)


def test_of_very_many_classes_those_with_most_samples_are_shown() -> None:
    true = np.repeat(np.arange(100), np.arange(100))
    told = by_class(true, true, tuple(map(str, range(100))))
    assert told["classes"] == [str(place) for place in range(60, 100)]
    assert told["accuracy"] == 1.0


def test_one_unit_stands_for_two_classes_and_logits_become_probabilities() -> None:
    plain = OutputBinding(node="dense", field="label", loss=KerasObject(class_name="BinaryCrossentropy"))
    logits = OutputBinding(node="dense", field="label", loss=KerasObject(class_name="CategoricalCrossentropy", config={"from_logits": True}))
    assert probabilities(np.array([[0.25]]), plain).tolist() == [[0.75, 0.25]]
    assert probabilities(np.array([[3.0, 3.0]]), logits).tolist() == [[0.5, 0.5]]


def test_residuals_are_in_the_unit_of_the_field() -> None:
    spec = find("diabetes")
    assert spec is not None
    field = spec.field(spec.target)
    assert field is not None
    scale = field.scale[0] if field.scale else 1.0
    told = by_value(field, np.array([0.0, 1.0]), np.array([[1.0], [1.0]]))
    assert told["mean_absolute_error"] == pytest.approx(scale / 2, rel=1e-4)
    assert sum(told["counts"]) == 2


def test_answers_that_are_not_finite_are_counted_and_left_out() -> None:
    spec = find("diabetes")
    assert spec is not None
    field = spec.field(spec.target)
    assert field is not None
    told = by_value(field, np.array([0.0, 1.0]), np.array([[np.nan], [1.0]]))
    assert told["not_finite"] == 1
    assert len(told["predicted"]) == 1


def test_a_forecast_of_several_steps_is_told_beside_what_came() -> None:
    field = DataField(name="next", title="Next", kind="value", shape=(4,), dtype="float32", unit="m")
    output = Output("dense", field, OutputBinding(node="dense", field="next", loss=KerasObject(class_name="MeanSquaredError")), None)
    told = told_of(output, np.array([1.0, 2, 3, 4]), np.array([1.5, 2, 3, 4]))
    assert (told["true"], told["predicted"]) == ("1, 2, 3 m and 1 more", "1.5, 2, 3 m and 1 more")


def test_a_run_is_judged_on_its_validation_samples(tmp_path: Path) -> None:
    _, listener = watch(iris_network(), tmp_path, small("iris"))
    judged = Judged.model_validate(look(tmp_path, "judged"))
    assert (judged.source, judged.samples, judged.is_last) == ("validation", 16, True)
    output = judged.outputs[0]
    assert output.kind == "class"
    assert sum(sum(row) for row in output.matrix) == 16
    losses = [ranked.loss for ranked in judged.best] + [ranked.loss for ranked in reversed(judged.worst)]
    assert losses == sorted(losses, key=lambda loss: loss or 0)
    Frame.model_validate({"events": listener.of("eyes"), "cursor": "0"})
    assert "judged" in listener.of("eyes")[-1]["parts"]


def test_without_validation_it_is_judged_on_held_out_samples(tmp_path: Path) -> None:
    watch(iris_network(validation_split=0.0), tmp_path, small("iris", test=12))
    judged = look(tmp_path, "judged")
    assert (judged["source"], judged["samples"]) == ("held_out", 12)


def test_every_output_is_judged(tmp_path: Path) -> None:
    watch(two_outputs(), tmp_path, small("digits"))
    assert [output["kind"] for output in look(tmp_path, "judged")["outputs"]] == ["class", "value"]


def test_watching_changes_nothing_of_what_is_learned(tmp_path: Path) -> None:
    document = make_chain(
        ("input_layer", "Input", {"shape": [4]}),
        ("dense", "Dense", {"units": 8, "activation": "relu"}),
        ("batch_normalization", "BatchNormalization", {}),
        ("dropout", "Dropout", {"rate": 0.5}),
        ("dense_1", "Dense", {"units": 3, "activation": "softmax"}),
        training=settings("iris"),
    )
    seen, _ = watch(document, tmp_path / "seen", small("iris"))
    unseen, _ = watch(document, tmp_path / "unseen", small("iris"), eyes=False)
    assert seen.history == unseen.history
    assert seen.evaluation == unseen.evaluation
    assert not (tmp_path / "unseen" / "eyes").exists()


def test_what_goes_wrong_while_watching_does_not_end_the_training(tmp_path: Path) -> None:
    (tmp_path / "eyes").write_text("in the way")
    result, listener = watch(iris_network(), tmp_path, small("iris"))
    assert result.state == "finished"
    assert listener.of("eyes") == []


def test_what_is_dear_is_saved_up_for(tmp_path: Path) -> None:
    _, listener = watch(iris_network(epochs=40), tmp_path, small("iris"))
    bounded = [part for event in listener.of("eyes") if not event["is_last"] for part in event["parts"]]
    parts = ["judged", "layers", "weights", "boundary"]
    assert bounded == [parts[place % 4] for place in range(len(bounded))]
    assert set(listener.of("eyes")[-1]["parts"]) == set(parts)


def test_an_epoch_that_was_looked_at_before_is_not_told_twice(tmp_path: Path) -> None:
    listener = Listener()
    given = Given(eyes=True, resume=Resume(told=Told(looks=frozenset({(1, "judged")}))))
    train(iris_network(), tmp_path, listener.emit, data=small("iris"), given=given)
    assert all(event["epoch"] == 2 for event in listener.of("eyes") if "judged" in event["parts"])


def test_pictures_that_stay_on_the_disk_are_watched(tmp_path: Path) -> None:
    """They are no array: a part of them is read when it is asked for."""

    class OnDisk:
        dtype, nbytes = np.dtype("float32"), 0

        def __init__(self, array: Any) -> None:
            self._array = array
            self.asked: list[int] = []

        def __len__(self) -> int:
            return len(self._array)

        def __getitem__(self, key: Any) -> Any:
            found = self._array[key]
            self.asked.append(len(found))
            return np.asarray(found)

    data = small("digits")
    image: Any = OnDisk(data.train["image"])
    job = prepare(digits_network(), Data(data.spec, data.train | {"image": image}, data.test))
    pool = pool_of(job)
    assert pool.size == 16
    assert max(image.asked) <= 16
