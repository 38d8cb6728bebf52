"""What this machine has to train on, seen without CUDA: a stand-in for nvidia-smi prints what the real one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import devices, training_workers, worker_commands
from config.devices import MEGABYTE, Gpu, GpuLoad
from config.startup import Refused
from training.gpu_load import watched

TWO = "0, GPU-aaaa, NVIDIA A100-SXM4-40GB, 40960\n1, GPU-bbbb, NVIDIA A100-SXM4-40GB, [N/A]\n"


def stand_in(folder: Path, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\ncat <<END\n{told}END\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


@pytest.fixture
def two_gpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, TWO, monkeypatch)
    monkeypatch.delenv(devices.VISIBLE, raising=False)
    monkeypatch.delenv("TRAINING_RUNS", raising=False)


@pytest.mark.usefixtures("two_gpus")
def test_gpus_are_told_by_nvidia_smi_and_left_out_as_cuda_is_told() -> None:
    first, second = devices.gpus()
    assert (first.uuid, first.name, first.memory, second.memory) == ("GPU-aaaa", "NVIDIA A100-SXM4-40GB", 40960 * 1024**2, 0)
    assert devices.what([first, second]) == "2 × NVIDIA A100-SXM4-40GB"
    assert devices.what([]) == "CPU"


@pytest.mark.usefixtures("two_gpus")
@pytest.mark.parametrize(("visible", "uuids"), [("1", ["GPU-bbbb"]), ("GPU-aa", ["GPU-aaaa"]), ("-1", []), ("", [])])
def test_cuda_visible_devices_counts(visible: str, uuids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(devices.VISIBLE, visible)
    assert [gpu.uuid for gpu in devices.gpus()] == uuids


def test_without_nvidia_smi_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert devices.gpus() == []
    assert devices.loads([Gpu("GPU-aaaa", "NVIDIA A100", 1)]) == []


def test_the_load_of_the_gpus_that_a_run_has_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "GPU-aaaa, 80, 10000\nGPU-bbbb, 30, 5000\nGPU-cccc, [N/A], 1\n", monkeypatch)
    pair = [Gpu("GPU-aaaa", "NVIDIA A100", 40_000 * MEGABYTE), Gpu("GPU-bbbb", "NVIDIA A100", 40_000 * MEGABYTE)]
    with watched(pair) as load:
        while not (told := load()):
            pass
    assert told == {"gpu": 0.55, "gpu_memory": 15_000 * MEGABYTE, "gpu_memory_of": 80_000 * MEGABYTE}
    assert devices.loads([Gpu("GPU-cccc", "NVIDIA A100", 0)]) == [GpuLoad(None, MEGABYTE)]
    with watched([]) as load:
        assert load() == {}


@pytest.mark.usefixtures("two_gpus")
def test_a_gpu_is_one_trainings_alone_and_all_are_taken_once_they_are_free(tmp_path: Path) -> None:
    found, folder, looks = devices.gpus(), tmp_path / "gpus", []
    with devices.claimed(found, folder, all_of_them=False) as [one]:
        with devices.claimed(found, folder, all_of_them=False) as [other]:
            assert {one, other} == set(found)

        def wait() -> None:
            looks.append(1)
            raise TimeoutError

        with pytest.raises(TimeoutError), devices.claimed(found, folder, all_of_them=True, wait=wait):
            pass
    with devices.claimed(found, folder, all_of_them=True) as both:
        assert both == found
    assert looks == [1]


@pytest.mark.usefixtures("two_gpus")
def test_a_worker_serves_gpus_where_its_back_end_can_use_them(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(training_workers, "_sees_gpus", lambda backend: backend == "jax")
    assert training_workers.kinds("jax", said.append) == ["gpu"]
    assert said == []
    assert training_workers.kinds("tensorflow", said.append) == ["cpu"]
    assert "TensorFlow cannot use them: training is on the CPU" in said[0]
    command = worker_commands.training(None, "jax", ["gpu", "cpu"])
    assert command[command.index("--queues") + 1] == "gpu.jax,cpu.jax"
    assert command[command.index("--concurrency") + 1] == "2"
    assert command[command.index("--hostname") + 1] == "training-jax@%h"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TRAINING_BACKEND", "numpy", "must be one of tensorflow, jax, torch"),
        ("TRAINING_BACKEND", ",", "must be one of tensorflow, jax, torch"),
        ("TRAINING_DEVICES", "tpu", "must be cpu, gpu, or both"),
    ],
)
def test_a_setting_that_is_none_is_refused(name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"config.environment.{name}", value)
    with pytest.raises(Refused, match=sentence):
        training_workers.kinds(training_workers.backends()[0], print)
