"""Damaged files and programs, a few of them; `make fuzz` reads thousands."""

from __future__ import annotations

import json

import ml_dtypes
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.core.importers import read
from designer.core.importers.imported import Unreadable
from designer.core.importers.python_code import mending
from designer.core.weights import digest, from_bytes, to_bytes
from tests.designer.core.importers.old_models import dense, entrance, layer, model
from tests.fuzz.canary import Executed, watching
from tests.fuzz.cases import case, warmed, watched
from tests.fuzz.seeds import DOCUMENT, Seed, zipped

pytestmark = pytest.mark.filterwarnings("ignore")  # whatever is said of nonsense; that a reader answers is what counts


def test_sound_files_are_read_and_harmful_ones_execute_nothing() -> None:
    results = {seed.name: watched(seed) for seed in warmed()}
    refused = {name for name, result in results.items() if result != "read"}
    assert refused <= {"many.weights.h5", "evil.yaml", "pickle.keras", "harmful.py"}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
def test_a_damaged_file_ends_in_documents_or_a_sentence(number: int) -> None:
    assert watched(case(number, run=1)) in ("read", "unreadable")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.binary(max_size=200))
def test_any_bytes_under_any_name_are_answered(name: str, data: bytes) -> None:
    warmed()
    assert watched(Seed(name, data)) in ("read", "unreadable")


def test_the_canary_sings() -> None:
    with pytest.raises(Executed, match="exec"), watching():
        eval("1 + 1")


def test_names_in_yaml_that_are_numbers_are_read_as_texts() -> None:
    text = b"class_name: Sequential\nconfig:\n- class_name: Dense\n  config: {units: 4, 7: 8, null: 9, batch_input_shape: [null, 8]}\n"
    assert read("x.yaml", text).documents[0].nodes[-1].layer == "Dense"


def test_a_bare_file_among_the_weights_of_a_run_is_told_as_damage() -> None:
    weights = zipped({"d/0": b"no array"})
    with pytest.raises(Unreadable, match=r"weights in this archive are damaged"):
        read("run.zip", zipped({"document.json": json.dumps(DOCUMENT).encode(), "weights.npz": weights}))


def test_weights_of_a_type_that_numpy_lacks_are_kept_as_float32() -> None:
    half = {"d": (np.array([1.5, -2.0], ml_dtypes.bfloat16),)}
    assert digest(half) == digest({"d": (np.array([1.5, -2.0], "float32"),)})
    assert from_bytes(to_bytes(half))["d"][0].tolist() == [1.5, -2.0]


def test_a_model_that_stands_where_its_input_should_is_drawn() -> None:
    inner = model([entrance("b", [4]), layer("Dense", "d", dense(2), "b")], ["b"], ["d"])
    nested = {"class_name": "Model", "name": "a", "config": inner["config"], "inbound_nodes": []}
    outer = model([nested, layer("Dense", "e", dense(2), "a")], ["a"], ["e"])
    assert read("x.json", json.dumps(outer).encode()).documents


def test_faulty_lines_are_mended_in_a_short_text_and_given_up_in_a_long_one() -> None:
    faulty = "? ? ?\n" * 60
    assert len(mending.parse_mending(faulty + "x = 1\n" * 10).lost) == 60
    with pytest.raises(mending.Unparsable):
        mending.parse_mending(faulty + "x = 1\n" * (mending.MOST_READ // 200))
