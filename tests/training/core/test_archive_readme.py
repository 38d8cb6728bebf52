"""What the README of an archive promises."""

from __future__ import annotations

from typing import Any

from training.core.archive_readme import readme


def make_readme(device: str, platform: str) -> str:
    data = {"title": "Irises", "train_samples": 120, "test_samples": 30, "source": "A book", "licence": "CC0", "sha256": "0"}
    data |= {"sha256_of": "all values", "files": []}
    told: dict[str, Any] = {"name": "Run 1", "network": "Iris", "state": "finished", "epoch": 2, "epochs": 2, "seed": 7, "summary": {}}
    told |= {"evaluation": {}, "by_hand": [], "device": device, "platform": platform, "data": data, "versions": {"Python": "3.11.9"}}
    return readme(told)


def test_a_run_on_one_device_is_said_to_give_the_same_numbers() -> None:
    text = make_readme("any", "Keras 3.15.1 on TensorFlow 2.21.0, CPU")
    assert "Trained with Keras 3.15.1 on TensorFlow 2.21.0, CPU." in text
    assert "prints the same numbers." in text
    assert "all GPUs" not in text


def test_a_run_on_all_gpus_is_not_promised_the_numbers_of_one_device() -> None:
    text = make_readme("gpus", "Keras 3.15.1 on JAX 0.10.2, 2 × NVIDIA A100")
    assert "Trained with Keras 3.15.1 on JAX 0.10.2, 2 × NVIDIA A100." in text
    assert "prints the same numbers" not in text
    assert "trained on all GPUs of a machine" in " ".join(text.split())


def test_a_run_that_did_not_note_its_devices_says_nothing_of_them() -> None:
    assert "Trained with" not in make_readme("any", "")
