"""`make pictures`: README's pictures, taken from the real thing: a template opened, trained, a digit drawn. Writes docs/pictures/*.png."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.e2e import drawing
from tests.e2e.pad import draw_a_seven
from tests.running import LINK, ROOT, layerloom
from tools import chromium

PICTURES = ROOT / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1440, "height": 900}
TEMPLATE = "Convolutional network for digits"


def main() -> None:
    """Take every picture, light and dark."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, layerloom(Path(folder)) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        cookies = Path(folder) / "cookies.json"
        _sign_in(browser, running.wait_for(LINK), cookies)
        for scheme in ("light", "dark"):
            context = browser.new_context(base_url=running.url, viewport=SIZE, storage_state=cookies, color_scheme=scheme, reduced_motion="reduce")
            _take_all(context.new_page(), scheme)
            context.close()


def _sign_in(browser: Browser, link: str, cookies: Path) -> None:
    context = browser.new_context()
    context.new_page().goto(link)
    context.storage_state(path=cookies)
    context.close()


def _take_all(page: Page, scheme: str) -> None:
    def take(name: str) -> None:
        page.screenshot(path=PICTURES / f"{name}-{scheme}.png")

    drawing.open_template(page, TEMPLATE)
    drawing.dock(page, "Code")
    drawing.layer(page, "conv2d").click()
    expect(drawing.canvas(page).get_by_text("26 × 26 × 16").first).to_be_visible(timeout=120_000)
    expect(page.locator(".cm-content")).to_contain_text("layers.Conv2D", timeout=60_000)
    take("editor")
    drawing.train(page)
    drawing.finished(page)
    take("run")
    page.get_by_role("tab", name="Try it").click()
    draw_a_seven(page)
    expect(page.get_by_role("region", name="What the network says").get_by_text("7", exact=True).first).to_be_visible(timeout=30_000)
    take("try")


if __name__ == "__main__":
    main()
