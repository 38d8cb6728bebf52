"""What is kept, and that it is bound."""

from __future__ import annotations

from functools import partial

import pytest

from designer.core.kept import Kept


def test_what_was_made_for_a_key_is_made_once() -> None:
    kept = Kept[object](10)
    assert kept.get("a", object) is kept.get("a", object)
    assert kept.get("a", object) is not kept.get("b", object)


def test_nothing_that_failed_is_kept() -> None:
    kept = Kept[int](10)
    with pytest.raises(ValueError, match="invalid literal"):
        kept.get("a", partial(int, "x"))
    assert kept.get("a", partial(int, "5")) == 5


def test_the_first_are_forgotten_when_it_is_full() -> None:
    kept = Kept[int](8)
    for number in range(9):
        kept.get(number, partial(int, number))
    assert [kept.get(number, partial(int, -1)) for number in (8, 2, 1)] == [8, 2, -1]
