"""The script of a run, from its row."""

from __future__ import annotations

import pytest

from tests.training.make_run import make_run
from training.run_archives import script_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("queue", "line"), [("gpu.jax", 'os.environ["KERAS_BACKEND"] = "jax"'), ("cpu.torch", 'os.environ["KERAS_BACKEND"] = "torch"')]
)
def test_the_script_of_a_run_runs_on_its_back_end(queue: str, line: str) -> None:
    assert line in script_of(make_run(queue=queue)).splitlines()


@pytest.mark.parametrize("queue", ["gpu", ""])
def test_the_script_of_a_run_on_tensorflow_names_no_back_end(queue: str) -> None:
    assert "KERAS_BACKEND" not in script_of(make_run(queue=queue))
