"""Digits drawn on the pad, as a hand would, and pictures dropped on it."""

from __future__ import annotations

import base64

from playwright.sync_api import Locator, Page

Stroke = list[tuple[float, float]]
ONE: Stroke = [(0.53, 0.12), (0.5, 0.9)]
SEVEN: Stroke = [(0.25, 0.2), (0.75, 0.2), (0.48, 0.88)]


def draw(page: Page, stroke: Stroke) -> None:
    """Draw a stroke; its corners lie in parts of the pad's sides."""
    pad = page.get_by_role("img", name="pad to draw on")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
    page.mouse.move(*places[0])
    page.mouse.down()
    for x, y in places[1:]:
        page.mouse.move(x, y, steps=12)
    page.mouse.up()


def draw_a_one(page: Page) -> None:
    """A stroke down."""
    draw(page, ONE)


def draw_a_seven(page: Page) -> None:
    """A stroke to the right, then down."""
    draw(page, SEVEN)


DROPPED = """content => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], "mine.png", { type: "image/png" }));
  return dropped;
}"""


def drop(page: Page, target: Locator, picture: bytes) -> None:
    """Drag a picture's file over something and let go of it."""
    dropped = page.evaluate_handle(DROPPED, base64.b64encode(picture).decode())
    for event in ("dragenter", "dragover", "drop"):
        target.dispatch_event(event, {"dataTransfer": dropped})
