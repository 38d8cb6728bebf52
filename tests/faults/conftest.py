"""One running Layerloom for all tests of what can die: starting it takes seconds of two cores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house that all live in."""
    house = House(tmp_path_factory.mktemp("house"))
    house.start()
    yield house
    house.stop()
