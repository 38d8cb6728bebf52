"""What a run may take: each limit ends in a sentence, and not with the worker."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from tests.training.core.making import Listener, iris_network, small
from tests.warm import fork
from training.core.failures import TrainingFailed
from training.core.job import Given
from training.core.loop import train
from training.core.reporter import Event
from training.limits import limit_files


def write_two_megabytes(file: Path) -> None:
    os.environ["TRAINING_FILE_MB"] = "1"
    limit_files()
    try:
        file.write_bytes(bytes(2_000_000))
    except OSError as error:
        sys.exit(error.errno)


def test_a_file_that_grows_too_large_is_refused_and_the_process_lives(tmp_path: Path) -> None:
    child = fork(write_two_megabytes, tmp_path / "file")
    child.join()
    assert child.exitcode == errno.EFBIG


def test_a_training_that_takes_too_long_says_so(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="reached its time limit of 0 hours"):
        train(iris_network(epochs=10_000), tmp_path, Listener().emit, data=small("iris"), given=Given(seconds=0.0))


def test_a_run_whose_files_hold_too_much_together_says_so(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "model.onnx").write_bytes(bytes(2_000_000))
    with pytest.raises(TrainingFailed, match=r"hold more than 2\.0 MB together.* TRAINING_FOLDER_MB"):
        train(iris_network(), tmp_path, Listener().emit, data=small("iris"), given=Given(folder_bytes=2_000_000))


def test_a_full_disk_is_put_into_words(tmp_path: Path) -> None:
    def full(events: list[Event]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(TrainingFailed, match="The disk is full"):
        train(iris_network(), tmp_path, full, data=small("iris"))
