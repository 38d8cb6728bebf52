"""A schedule, callbacks and class weights are set in forms; the curve is seen, and the run's script holds them all."""

from __future__ import annotations

import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import drawing


def choose(page: Page, field: str, option: str) -> None:
    """Choose from a list of the Training tab."""
    page.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option, exact=True).click()


def add_callback(page: Page, title: str) -> None:
    """Add one of the callbacks as a card."""
    page.get_by_role("button", name="Add a callback").click()
    page.get_by_role("menuitem", name=title).click()


def test_a_schedule_and_callbacks_are_set_seen_and_trained(page: Page, tmp_path: Path) -> None:
    drawing.open_template(page, "Logistic regression")
    drawing.dock(page, "Training")
    choose(page, "How learning_rate changes", "CosineDecay")
    expect(page.get_by_text("0.0200 at first, 3.81e-7 at the end", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="Learning rate over 360 steps")).to_be_visible()
    add_callback(page, "Keep the best model")
    add_callback(page, "Stop when it no longer gets better")
    page.get_by_role("group", name="EarlyStopping").get_by_label("patience", exact=True).fill("50")
    choose(page, "class weights", "balanced")
    drawing.saved(page)

    drawing.train(page, epochs=3)
    drawing.finished(page)
    page.get_by_role("tab", name="Files").click()
    with page.expect_download() as best:
        page.get_by_role("link", name="Best network (.keras)").click()
    best.value.save_as(tmp_path / "best.keras")
    assert zipfile.is_zipfile(tmp_path / "best.keras")
    with page.expect_download() as script:
        page.get_by_role("button", name="Training script (.py)").click()
    script.value.save_as(tmp_path / "train.py")
    text = (tmp_path / "train.py").read_text()
    for said in ("schedules.CosineDecay(", "EarlyStopping(patience=50", "ModelCheckpoint(", "class_weight=balanced_weights("):
        assert said in text
