"""A canvas of 1,000 layers in headless Chromium: how soon it is drawn, and how many frames a second a pan and a drag get."""

from __future__ import annotations

import os
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.rows import Row
from benchmarks.server import Client, served
from tools import chromium

COLUMNS, ROWS = 20, 50
STEPS = 120
FPS = 50
RENDER_SECONDS = 1.5
FIRST_LAYER = """
new MutationObserver((_, observer) => {
  if (!document.querySelector("[data-layer]")) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { document.documentElement.dataset.firstLayer = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
COUNT_FRAMES = """
() => {
  window.frames_ = [];
  const count = (now) => { window.frames_.push(now); window.counting = requestAnimationFrame(count); };
  window.counting = requestAnimationFrame(count);
}
"""
FRAMES_A_SECOND = """
() => {
  cancelAnimationFrame(window.counting);
  const [first] = window.frames_;
  return (1000 * (window.frames_.length - 1)) / (window.frames_.at(-1) - first);
}
"""


def make_document() -> dict[str, Any]:
    """Twenty chains of fifty layers, each of an Input and then Dense layers that differ from each other."""
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    for column in range(COLUMNS):
        for row in range(ROWS):
            name, at = f"n{column}_{row}", [column * 240, row * 118]
            config: dict[str, Any] = {"units": 8 + row % 5, "activation": "relu"} if row else {"shape": [16]}
            nodes.append({"id": name, "layer": "Dense" if row else "Input", "config": config, "at": at})
            if row:
                edges.append({"from": [f"n{column}_{row - 1}", 0], "to": [name, "inputs", 0]})
    return {"name": "A thousand layers", "nodes": nodes, "edges": edges}


def run() -> list[Row]:
    """Frames a second, and seconds from the first request of the page to the first layers drawn."""
    with served() as server, sync_playwright() as playwright:
        network = server.json("POST", "/networks", {"document": make_document()})["id"]
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=args)
        try:
            return _measure(_signed_in(browser.new_page(viewport={"width": 1440, "height": 900}), server), network)
        finally:
            browser.close()


def _signed_in(page: Page, server: Client) -> Page:
    url = f"http://127.0.0.1:{server.port}"
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in server.cookies.items()])
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page


def _measure(page: Page, network: str) -> list[Row]:
    page.add_init_script(FIRST_LAYER)
    address = page.url.rstrip("/") + f"/networks/{network}"
    first = min(_first_layer(page, address) for _ in range(3))
    page.get_by_text("parameters").first.wait_for()
    return [
        {"name": "canvas of 1,000 layers: first drawn", "value": first, "unit": "s", "target": RENDER_SECONDS, "better": "lower"},
        {"name": "canvas of 1,000 layers: pan", "value": _while(page, _pan), "unit": "fps", "target": FPS, "better": "higher"},
        {"name": "canvas of 1,000 layers: drag", "value": _while(page, _drag), "unit": "fps", "target": FPS, "better": "higher"},
    ]


def _first_layer(page: Page, address: str) -> float:
    page.goto(address)
    page.locator("html[data-first-layer]").wait_for(state="attached")
    return float(page.locator("html").get_attribute("data-first-layer") or "nan") / 1000


def _while(page: Page, action: Any) -> float:
    page.evaluate(COUNT_FRAMES)
    action(page)
    return float(page.evaluate(FRAMES_A_SECOND))


def _pan(page: Page) -> None:
    pane = page.locator(".react-flow__pane").bounding_box()
    assert pane
    x, y = pane["x"] + 12, pane["y"] + pane["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x + 3 * (step % 60), y - 2 * step)
    page.mouse.up()


def _drag(page: Page) -> None:
    layer = page.locator("[data-layer]").nth(3).bounding_box()
    assert layer
    x, y = layer["x"] + 60, layer["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x + 2 * (step % 60), y + step)
    page.mouse.up()
