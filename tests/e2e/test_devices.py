"""The status line says which workers are there; what nobody has is refused in a sentence; a run says what it was trained on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import drawing
from tests.e2e.test_full_control import choose


@pytest.mark.expected_console("422")
def test_workers_are_seen_and_a_device_is_asked_for(page: Page) -> None:
    drawing.open_template(page, "Logistic regression")
    drawing.dock(page, "Training")
    page.get_by_role("button", name=re.compile(r"1 worker free, 0 busy")).click()
    expect(page.get_by_text(re.compile(r"Keras 3\.15\.1 on TensorFlow"))).to_be_visible()
    page.keyboard.press("Escape")
    choose(page, "Device", "One GPU")
    expect(page.get_by_text("No worker that is there has one.")).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("No GPU worker is there. There is a CPU with TensorFlow.")).to_be_visible()
    choose(page, "Device", "CPU")
    drawing.train(page, epochs=3)
    drawing.finished(page)
    expect(page.get_by_text(re.compile(r"^Keras 3\.15\.1 on TensorFlow .*, CPU$"))).to_be_visible()
