"""Verify, the module and the weights beside a script, asked for over the API."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from designer import weights_store
from designer.core.build import build
from designer.core.catalog import load
from designer.core.document import parse
from designer.core.plan import plan
from tests.designer.test_asking import CHAIN, ClientOf, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("files_worker")
def test_verify_tells_what_was_compared(client_of: ClientOf) -> None:
    answer = post(client_of("owner"), "/verify", CHAIN).json()
    assert answer["ok"]
    assert [(check["name"], check["ok"]) for check in answer["checks"]] == [
        (name, True) for name in ("Code", "Layers", "Config", "Parameters", "Outputs")
    ]
    assert answer["seconds"] > 0


@pytest.mark.usefixtures("workers")
def test_the_module_is_a_file_that_is_imported(client_of: ClientOf) -> None:
    answer = post(client_of("owner"), "/code/module", CHAIN)
    assert answer["Content-Disposition"] == 'attachment; filename="digits.py"'
    assert b"def make_model():" in answer.content


@pytest.mark.usefixtures("workers", "files_worker")
def test_the_bundle_holds_the_weights_that_the_network_starts_from(client_of: ClientOf, tmp_path: Path) -> None:
    kernel, bias = np.full((64, 10), 0.5, "float32"), np.arange(10, dtype="float32")
    digest = weights_store.keep({"dense": (kernel, bias)})
    answer = post(client_of("owner"), "/code/bundle", CHAIN | {"weights": {"digest": digest, "title": "digits.keras"}})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["digits/digits.py", "digits/digits.weights.h5"]
        archive.extractall(tmp_path)
    script = (tmp_path / "digits" / "digits.py").read_text()
    assert '# The weights it starts from: digits.keras.\nmodel.load_weights("digits.weights.h5")\n' in script
    assert "Reads: digits.weights.h5, which must lie beside this file" in script
    model = build(plan(parse(CHAIN), load()))
    model.load_weights(tmp_path / "digits" / "digits.weights.h5")
    np.testing.assert_array_equal(model.get_layer("dense").get_weights()[1], bias)
