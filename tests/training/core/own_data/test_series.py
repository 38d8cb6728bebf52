from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.training.core.own_data.making import assert_same, by_script, kept, made, place_for
from training.core import own_data
from training.core.own_data import Recipe, WrongData


def waves(rows: int = 80) -> str:
    lines = ["day,height,wind"]
    for place in range(rows):
        wind = "" if place % 9 == 4 else f"{math.cos(place):.3f}"
        lines.append(f"2024-{1 + place // 28:02}-{1 + place % 28:02},{math.sin(place / 5):.4f},{wind}")
    return "\n".join([lines[0], *reversed(lines[1:])]) + "\n"


def recipe_for(path: Path, **changes: object) -> Recipe:
    found = own_data.inspect(path, path.name, "series").recipe
    assert found is not None
    asked = {"window": {"past": 6, "ahead": 2}, "missing": "mean", "target": "height", **changes}
    return Recipe.model_validate(found.model_dump() | asked)


def test_a_series_is_shown_as_lines_of_few_points(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-01,{place},word\n" for place in range(400))
    path = place_for(tmp_path, "steps.csv", f"day,height,note\n{rows}")
    day, height, note = own_data.inspect(path, path.name, "series").columns
    assert (day.line, note.line) == ((), ())
    assert len(height.line) == 160
    assert height.line[:2] == (1.0, 4.0)
    assert all(not column.line for column in own_data.inspect(path, path.name).columns)


@pytest.mark.parametrize("standardise", [False, True])
def test_windows_are_the_scripts(standardise: bool, tmp_path: Path) -> None:
    path = place_for(tmp_path, "waves.csv", waves())
    spec = made(path, recipe_for(path, standardise=standardise))
    with kept(tmp_path):
        ours = own_data.load(spec.name)
    assert ours[0]["past"].shape == (spec.train_samples, 6, 2)
    assert ours[0]["next"].shape == (spec.train_samples, 2)
    assert_same(ours, by_script(spec, path.parent))


def test_windows_follow_time_and_what_is_held_out_comes_last(tmp_path: Path) -> None:
    path = place_for(tmp_path, "waves.csv", waves())
    spec = made(path, recipe_for(path))
    with kept(tmp_path):
        train, test = own_data.load(spec.name)
    np.testing.assert_allclose(train["past"][0, :, 0], [math.sin(place / 5) for place in range(6)], atol=1e-3)
    np.testing.assert_allclose(train["next"][0], [math.sin(6 / 5), math.sin(7 / 5)], atol=1e-3)
    np.testing.assert_allclose(test["next"][-1], [math.sin(78 / 5), math.sin(79 / 5)], atol=1e-3)
    assert spec.test_samples == 15


REFUSED = {
    "too few rows": ({"window": {"past": 90, "ahead": 1}}, "too few for windows"),
    "words": ({"inputs": [{"name": "past", "columns": ["day"]}]}, "columns of numbers alone"),
    "no window": ({"window": None}, "how many steps"),
    "another split": ({"split": {"by": "ratio"}}, "split by time"),
}


@pytest.mark.parametrize(("changes", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_series_that_cannot_be_made_is_refused_with_a_sentence(changes: dict[str, object], sentence: str, tmp_path: Path) -> None:
    path = place_for(tmp_path, "waves.csv", waves())
    with pytest.raises(WrongData, match=sentence):
        made(path, recipe_for(path, **changes))
