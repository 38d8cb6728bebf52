"""`make pictures`: the pictures of README and of the handbook, taken from the real thing. Writes docs/pictures/*.png.

`python -m tools.screenshots readme` or `handbook` takes those of one of them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e import drawing
from tests.e2e.pad import draw_a_seven
from tests.running import LINK, ROOT, layerloom
from tools import chromium, class_pictures
from tools.class_pictures import SIZE

PICTURES = ROOT / "docs" / "pictures"
TEMPLATE = "Convolutional network for digits"
STILL = """() => Promise.all(
    document.getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
        .map(({ finished }) => finished.catch(() => null)),
).then(() => null)"""


def main(parts: list[str]) -> None:
    """Take the pictures of some parts, or of all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        for part in parts or PARTS:
            with tempfile.TemporaryDirectory() as folder:
                PARTS[part](browser, Path(folder))


def take(page: Page, name: str) -> None:
    """Keep what a page shows, in 256 colours: that is a third of the size, and nobody sees it."""
    path = PICTURES / f"{name}.png"
    page.evaluate(STILL)
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def _readme(browser: Browser, folder: Path) -> None:
    """README's: a template opened, trained, a digit drawn; light and dark."""
    with layerloom(folder) as running:
        cookies = folder / "cookies.json"
        _sign_in(browser, running.wait_for(LINK), cookies)
        for scheme in ("light", "dark"):
            context = browser.new_context(base_url=running.url, viewport=SIZE, storage_state=cookies, color_scheme=scheme, reduced_motion="reduce")
            _take_all(context.new_page(), scheme)
            context.close()


def _handbook(browser: Browser, folder: Path) -> None:
    """The handbook's: a class that meets."""
    class_pictures.take_all(browser, folder, lambda page, name: take(page, f"class-{name}"))


PARTS = {"readme": _readme, "handbook": _handbook}


def _sign_in(browser: Browser, link: str, cookies: Path) -> None:
    context = browser.new_context()
    context.new_page().goto(link)
    context.storage_state(path=cookies)
    context.close()


def _take_all(page: Page, scheme: str) -> None:
    drawing.open_template(page, TEMPLATE)
    drawing.dock(page, "Code")
    drawing.layer(page, "conv2d").click()
    expect(drawing.canvas(page).get_by_text("26 × 26 × 16").first).to_be_visible(timeout=120_000)
    expect(page.locator(".cm-content")).to_contain_text("layers.Conv2D", timeout=60_000)
    take(page, f"editor-{scheme}")
    drawing.train(page)
    drawing.finished(page)
    take(page, f"run-{scheme}")
    page.get_by_role("tab", name="Try it").click()
    draw_a_seven(page)
    expect(page.get_by_role("region", name="What the network says").get_by_text("7", exact=True).first).to_be_visible(timeout=30_000)
    take(page, f"try-{scheme}")


if __name__ == "__main__":
    main(sys.argv[1:])
