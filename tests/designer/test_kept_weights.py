"""Weights count for those who had them read, and go a day after nothing starts from them any more."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from designer import kept_weights, weights_store
from designer.core.document import parse
from designer.models import KeptWeights, Network
from tests.training.make_run import make_document, make_run
from tests.training.make_sweep import make_search, make_sweep

pytestmark = pytest.mark.django_db


def person(name: str = "ada") -> User:
    return User.objects.get_or_create(username=name)[0]


def read(name: str = "ada", value: float = 1) -> str:
    """Have 400 bytes of weights read."""
    return kept_weights.keep({"dense": (np.full(100, value, "float32"),)}, person(name).pk)


def starting_from(digest: str) -> dict[str, Any]:
    return make_document().to_json() | {"weights": {"digest": digest, "title": "given"}}


def save(digest: str, name: str = "ada") -> Network:
    return Network.objects.create(owner=person(name), name="Given", document=starting_from(digest))


def a_day_later() -> None:
    KeptWeights.objects.update(read=timezone.now() - timedelta(days=2))
    for row in KeptWeights.objects.all():
        os.utime(weights_store.path(row.digest), (0, 0))


def test_weights_count_for_everybody_who_had_them_read_and_once() -> None:
    assert read() == read() == read("grace")
    read(value=2)
    assert [kept_weights.bytes_of(person(name).pk) for name in ("ada", "grace", "bob")] == [800, 400, 0]


def test_what_was_never_saved_counts_and_lies_there_for_a_day() -> None:
    lost, saved = read(), read(value=2)
    network = save(saved)
    kept_weights.collect()
    assert weights_store.exists(lost)
    a_day_later()
    assert kept_weights.bytes_of(network.owner_id) == 400
    kept_weights.collect()
    assert [weights_store.exists(digest) for digest in (lost, saved)] == [False, True]
    assert [row.digest for row in KeptWeights.objects.all()] == [saved]


def test_what_is_read_again_lives_for_another_day() -> None:
    digest = read()
    a_day_later()
    assert read() == digest
    kept_weights.collect()
    assert weights_store.exists(digest)


@pytest.mark.parametrize("what", ["network of another", "run", "sweep"])
def test_what_something_starts_from_stays(what: str) -> None:
    digest = read()
    if what == "network of another":
        save(digest, "grace")
    elif what == "run":
        make_run("ada", document=starting_from(digest))
    else:
        make_sweep("ada", document=parse(make_search().to_json() | {"weights": {"digest": digest, "title": "given"}}))
        Network.objects.update(document=make_document().to_json())
    a_day_later()
    kept_weights.collect()
    assert weights_store.exists(digest)


def test_what_was_left_half_written_goes() -> None:
    left = weights_store.path(read()).with_name(".half.0123")
    left.write_bytes(b"")
    os.utime(left, (0, 0))
    kept_weights.collect()
    assert not left.exists()
