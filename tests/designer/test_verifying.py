"""Verify and the module, asked for over the API."""

from __future__ import annotations

import pytest

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
