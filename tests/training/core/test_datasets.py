"""Every number a data set's description names is held against the arrays its loader returns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.core.data import DataSpec
from training.core import datasets

SPECS = datasets.all_specs()
every_set = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)


@pytest.fixture(scope="module")
def arrays() -> dict[str, Any]:
    """What every loader returns."""
    return {spec.name: datasets.load(spec.name) for spec in SPECS}


def test_the_gallery_holds_the_promised_sets() -> None:
    names = {spec.name for spec in SPECS}
    assert {"mnist", "fashion_mnist", "digits", "iris", "wine", "breast_cancer", "diabetes", "novels", "sunspots"} <= names


@every_set
def test_its_fields_are_the_loaders_keys(spec: DataSpec, arrays: dict[str, Any]) -> None:
    for part in arrays[spec.name]:
        assert list(part) == [field.name for field in spec.fields]
    assert spec.field(spec.input) is not None
    assert spec.field(spec.target) is not None


@every_set
def test_its_counts_shapes_and_types_are_the_arrays_own(spec: DataSpec, arrays: dict[str, Any]) -> None:
    train, test = arrays[spec.name]
    for field in spec.fields:
        assert train[field.name].shape == (spec.train_samples, *field.shape)
        assert test[field.name].shape == (spec.test_samples, *field.shape)
        if field.kind == "text":
            assert {type(text) for text in (*train[field.name], *test[field.name])} == {str}
            continue
        assert {train[field.name].dtype.name, test[field.name].dtype.name} == {field.dtype}
        assert np.isfinite(train[field.name]).all()


@every_set
def test_its_classes_and_tokens_are_those_that_occur(spec: DataSpec, arrays: dict[str, Any]) -> None:
    for field in spec.fields:
        both = np.concatenate([part[field.name].ravel() for part in arrays[spec.name]])
        if field.kind == "class":
            assert sorted(np.unique(both)) == list(range(len(field.classes)))
            assert sorted(np.unique(arrays[spec.name][1][field.name])) == list(range(len(field.classes)))
        if field.kind == "tokens":
            assert both.min() == 0
            assert both.max() == (field.vocabulary_size or 0) - 1
        if field.kind == "image":
            assert both.min() == 0.0
            assert both.max() == 1.0


@every_set
def test_its_last_layer_fits_its_target(spec: DataSpec) -> None:
    target = spec.field(spec.target)
    assert target is not None
    assert spec.last_layer.units in ({len(target.classes), 1 if len(target.classes) == 2 else None} if target.kind == "class" else {1})
    assert (spec.task == "classification") == (target.kind == "class")


@every_set
def test_standardised_fields_have_mean_0_and_deviation_1(spec: DataSpec, arrays: dict[str, Any]) -> None:
    for field in spec.fields:
        assert len(field.mean) == len(field.scale)
        if field.mean and field.kind == "vector":
            assert len(field.mean) == len(field.columns) == field.shape[0]
            train = arrays[spec.name][0][field.name]
            np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-4)
            np.testing.assert_allclose(train.std(axis=0), 1, atol=1e-4)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
def test_mean_and_scale_give_the_original_numbers_back(name: str, arrays: dict[str, Any]) -> None:
    from sklearn import datasets as originals

    options = {"scaled": False} if name == "diabetes" else {}
    original = getattr(originals, f"load_{name}")(return_X_y=True, **options)[0]
    field = datasets.find(name).field("features")  # type: ignore[union-attr]
    assert field is not None
    both = np.concatenate([part["features"] for part in arrays[name]]) * np.array(field.scale) + np.array(field.mean)
    np.testing.assert_allclose(np.sort(both, axis=0), np.sort(original, axis=0), rtol=1e-4, atol=1e-4)


@every_set
def test_no_held_out_sample_is_trained_with(spec: DataSpec, arrays: dict[str, Any]) -> None:
    if spec.name in {"mnist", "fashion_mnist"}:
        train, test = ({sample.tobytes() for sample in part[spec.input]} for part in arrays[spec.name])
        assert not train & test


@every_set
def test_its_written_source_returns_the_same_arrays(spec: DataSpec, arrays: dict[str, Any], tmp_path: Path) -> None:
    for file in spec.loader.files:
        (tmp_path / file).write_bytes(datasets.read_file(spec.name, file))
    text = "\n".join(spec.loader.imports) + "\n\n\n" + spec.loader.source
    names: dict[str, Any] = {"__file__": str(tmp_path / "script.py")}
    exec(compile(text, "script.py", "exec"), names)  # our own file, as the written script runs it
    for part, expected in zip(names[spec.loader.function](), arrays[spec.name], strict=True):
        for name, array in expected.items():
            np.testing.assert_array_equal(part[name], array)


def test_describing_them_loads_nothing_heavy() -> None:
    script = "import sys; from training.core import datasets; datasets.all_specs(); print({'keras', 'tensorflow', 'sklearn'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "set()"


def test_an_unknown_set_or_file_is_refused() -> None:
    assert datasets.find("../secret") is None
    with pytest.raises(KeyError):
        datasets.load("imagenet")
    with pytest.raises(KeyError):
        datasets.read_file("mnist", "../registry.py")
