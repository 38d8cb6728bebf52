"""Damaged files and programs, a few of them; `make fuzz` reads thousands."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.core.importers import read
from tests.fuzz.canary import Executed, watching
from tests.fuzz.cases import case, warmed, watched
from tests.fuzz.seeds import Seed

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
