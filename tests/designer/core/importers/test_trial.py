"""What kills or never ends, in a process of its own."""

from __future__ import annotations

import io
import os
import signal
from itertools import count

import h5py
import numpy as np
import pytest

from designer.core.importers.h5_files import H5File, _read_whole
from designer.core.importers.imported import Unreadable
from designer.core.importers.trial import try_apart


def _for_ever() -> None:
    for _ in count():
        pass


def test_an_attempt_that_dies_is_told_of() -> None:
    with pytest.raises(Unreadable, match="It died"):
        try_apart(lambda: os.kill(os.getpid(), signal.SIGKILL), 20, ended="It died.", endless="It went on.")


def test_an_attempt_without_end_is_ended() -> None:
    with pytest.raises(Unreadable, match="It went on"):
        try_apart(_for_ever, 0.2, ended="It died.", endless="It went on.")


def test_an_attempt_that_raises_is_left_to_the_reader() -> None:
    try_apart(lambda: 1 / 0, 20, ended="It died.", endless="It went on.")
    try_apart(lambda: 1, 20, ended="It died.", endless="It went on.")


def test_the_trial_of_an_hdf5_file_goes_on_behind_what_is_refused() -> None:
    """Else a reader would be the first to meet what no library outlives."""
    file = io.BytesIO()
    with h5py.File(file, "w") as root:
        root["a"] = np.array([b"no number"])
        root["b"] = h5py.SoftLink("/elsewhere")
    _read_whole(file.getvalue())


def test_numbers_of_a_kind_that_numpy_lacks_are_told_by_name() -> None:
    kind = h5py.h5t.IEEE_F32LE.copy()
    kind.set_ebias(1 << 20)
    file = io.BytesIO()
    with h5py.File(file, "w") as root:
        h5py.h5d.create(root.id, b"odd", kind, h5py.h5s.create_simple((2,)))
    with pytest.raises(Unreadable, match="odd in this HDF5 file holds numbers of a kind"):
        H5File(file.getvalue()).root.array("odd")
