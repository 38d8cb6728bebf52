"""The shared proof: for every layer of the catalogue, the written code makes the model that the builder makes."""

from __future__ import annotations

import pytest

from tests.designer.core.codegen.running import assert_same_model, write
from tests.designer.core.layer_cases import CASES


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_code_of_a_layer_makes_the_built_model(name: str) -> None:
    document = CASES[name].document()
    assert_same_model(document, write(document))
