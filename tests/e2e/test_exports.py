"""Taking a trained network away: make a file, see how near it is, download it, run it elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnxruntime
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Trained
from training.core import datasets


def test_a_trained_network_is_exported_to_onnx_and_runs_elsewhere(page: Page, trained: Trained, tmp_path: Path) -> None:
    page.goto(f"/runs/{trained.run}")
    page.get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog", name="Export")
    onnx = dialog.get_by_role("region", name="ONNX")
    onnx.get_by_role("button", name="Make ONNX").click()
    expect(onnx.get_by_text(re.compile("^Largest difference .*|^Answers exactly"))).to_be_visible()
    expect(onnx.get_by_text("Verified: run by ONNX Runtime")).to_be_visible()
    with page.expect_download() as download:
        onnx.get_by_role("link", name="Download").click()
    path = tmp_path / download.value.suggested_filename
    assert path.suffix == ".onnx"
    download.value.save_as(path)
    session = onnxruntime.InferenceSession(path)
    _, test = datasets.load("iris")
    [entry] = session.get_inputs()
    [says] = session.run(None, {entry.name: test["features"]})
    assert (np.argmax(np.asarray(says), axis=1) == test["species"]).mean() > 0.7

    with page.expect_download() as archive:
        dialog.get_by_role("button", name="Download the whole run").click()
    assert archive.value.suggested_filename.endswith(".zip")
