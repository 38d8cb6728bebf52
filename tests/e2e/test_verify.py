"""The code proves itself on demand, and tells shapes where they are asked for."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import drawing


def test_the_code_of_repeated_blocks_is_verified_and_tells_its_shapes(page: Page) -> None:
    drawing.open_template(page, "Repeated residual blocks")
    drawing.dock(page, "Code")
    code = page.get_by_role("textbox", name="The network as Python")
    expect(code).to_contain_text("def residual(inputs, filters, name)")
    page.get_by_role("button", name="Verify").click()
    found = page.get_by_role("dialog").filter(has_text="The code makes the network that is drawn.")
    expect(found).to_be_visible()
    expect(found.get_by_role("img", name="equal")).to_have_count(5)
    expect(found).to_contain_text("largest difference 0.")
    page.keyboard.press("Escape")
    page.get_by_role("switch", name="Shapes").click()
    drawing.layer(page, "conv2d").click()  # the code is scrolled to its lines
    expect(code).to_contain_text("# (None, 14, 14, 16)")
