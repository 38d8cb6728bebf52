"""What the data page shows of a data set."""

from __future__ import annotations

import json

import numpy as np
import pytest

from designer.core.data import DataField, DataSpec
from training.core import datasets, text
from training.core.samples import UnknownDatasetError, named, original, picture, samples, shown, standardised
from training.data_schemas import SamplesOut

SPECS = datasets.all_specs()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_it_answers_in_the_shape_of_the_api(spec: DataSpec) -> None:
    answer = samples(spec.name, start=3, count=5)
    SamplesOut.model_validate(answer)
    json.dumps(answer, allow_nan=False)
    assert [sample["index"] for sample in answer["samples"]] == [3, 4, 5, 6, 7]
    assert sum(count for _, count in answer["balance"]) == spec.train_samples


def test_a_picture_is_rows_of_greys() -> None:
    rows = samples("mnist", count=1)["samples"][0]["values"]["image"]
    assert np.array(rows).shape == (28, 28)
    assert 0 <= np.min(rows) < np.max(rows) <= 255
    assert np.array(picture(np.full((4, 4, 3), 0.5))).shape == (4, 4, 3)


def test_tabular_numbers_stand_in_their_original_units() -> None:
    measures = [sample["values"]["features"] for sample in samples("iris", count=120)["samples"]]
    assert 4.3 <= np.min(np.array(measures)[:, 0]) < np.max(np.array(measures)[:, 0]) <= 7.9
    assert measures[0][0] == round(measures[0][0], 1)


def test_text_is_words_and_classes_are_names() -> None:
    values = samples("novels", count=1)["samples"][0]["values"]
    assert values["author"] in {"Jane Austen", "Herman Melville"}
    assert " the " in f" {values['tokens']} "


def test_places_outside_the_data_are_left_out() -> None:
    assert samples("iris", start=118, count=24)["samples"][-1]["index"] == 119
    assert samples("iris", start=10**9)["samples"] == []
    assert samples("iris", start=-5, count=1)["samples"][0]["index"] == 0
    assert len(samples("mnist", count=10**6)["samples"]) == 200


def test_an_unknown_data_set_is_refused() -> None:
    with pytest.raises(UnknownDatasetError):
        samples("imagenet")


def test_standardising_is_undone_exactly() -> None:
    field = next(spec for spec in SPECS if spec.name == "diabetes").fields[0]
    numbers = np.array([50, 1, 26, 90, 180, 110, 50, 4, 4.6, 91])
    np.testing.assert_allclose(original(field, standardised(field, numbers)), numbers)


def test_text_round_trips_through_tokens() -> None:
    vocabulary = ("", "[unknown]", "call", "me", "it's")
    tokens = text.encode("Call me … It’s ISHMAEL", vocabulary, 6)
    assert tokens.tolist() == [0, 0, 2, 3, 4, 1]
    assert text.decode(tokens, vocabulary) == "call me it's …"
    assert text.encode("call me " * 9, vocabulary, 3).tolist() == [3, 2, 3]


def test_several_numbers_are_shown_whole_and_told_by_the_first_in_their_unit() -> None:
    ahead = DataField(name="next", title="Next", kind="value", shape=(5,), dtype="float32", mean=(10.0,), scale=(2.0,), unit="°C")
    values = np.array([0, 0.5, 1, 1.5, 2], "float32")
    assert shown(ahead, values) == [10, 11, 12, 13, 14]
    assert named(ahead, values.tolist()) == "10, 11, 12 °C and 2 more"
    assert named(ahead, values[:2].tolist()) == "10, 11 °C"
    assert named(ahead, [0.5]) == "11 °C"
    rows = DataField(name="y", title="y", kind="series", shape=(2, 2), dtype="float32", mean=(0.0, 5.0), scale=(1.0, 2.0))
    assert named(rows, [1, 1, 2, 2]) == "1, 7, 2 and 1 more"


def test_dates_are_told_to_the_minute() -> None:
    row = DataField(name="row", title="row", kind="vector", shape=(2,), dtype="float32", columns=("age", "since"), dates=("since",))
    assert shown(row, np.array([19783.60417, 19783.60417])) == [19783.6, 19783.604167]
