"""What a person does in the editor, in the words of the tests."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

SAVED = "Saved"


def new_network(page: Page) -> None:
    """Open an empty network from the home page."""
    page.goto("/")
    page.get_by_role("button", name="New network").click()
    page.wait_for_url("**/networks/*")
    expect(canvas(page)).to_be_visible()


def open_template(page: Page, title: str) -> None:
    """Open a template of the gallery as a network of one's own."""
    page.goto("/")
    page.get_by_role("region", name="Templates").get_by_role("button").filter(has_text=title).click()
    page.wait_for_url("**/networks/*")
    expect(canvas(page)).to_be_visible()


def canvas(page: Page) -> Locator:
    """The drawing."""
    return page.get_by_role("region", name="Canvas")


def layer(page: Page, node: str) -> Locator:
    """A layer on the canvas, by its name."""
    return page.locator(f"[data-layer='{node}']")


def output(page: Page, node: str) -> Locator:
    """Where wires leave a layer."""
    return page.locator(f".react-flow__node[data-id='{node}'] .react-flow__handle.source").first


def entry(page: Page, node: str) -> Locator:
    """Where wires arrive at a layer."""
    return page.locator(f".react-flow__node[data-id='{node}'] .react-flow__handle.target").first


def drag_from_palette(page: Page, name: str, x: float, y: float) -> None:
    """Search a layer and drag it to a place on the canvas (pixels from its corner)."""
    search = page.get_by_role("textbox", name="Search the layers")
    search.fill(name)
    found = page.get_by_role("list", name="Layers found").get_by_role("button").filter(has_text=re.compile(f"^{name}")).first
    pane = canvas(page).bounding_box()
    assert pane is not None
    found.hover()
    page.mouse.down()
    page.mouse.move(pane["x"] + x, pane["y"] + y, steps=6)
    page.mouse.up()
    search.fill("")


def wire_by_drag(page: Page, start: str, end: str) -> None:
    """Pull a wire from one layer to another."""
    output(page, start).drag_to(entry(page, end))


def wire_by_clicks(page: Page, start: str, end: str) -> None:
    """Click where the wire begins, click where it ends."""
    output(page, start).click()
    entry(page, end).click()


def insert_by_keyboard(page: Page, name: str, node: str) -> None:
    """Search the palette and insert behind the selected layer."""
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(layer(page, node)).to_be_focused()


def choose_dataset(page: Page, title: str) -> None:
    """Choose what the network learns from."""
    page.get_by_role("combobox", name="Data set").or_(page.get_by_role("textbox", name="Data set")).first.click()
    page.get_by_role("option", name=title).click()


def set_parameter(page: Page, node: str, name: str, value: str) -> None:
    """Select a layer and type a value into its form."""
    layer(page, node).click()
    page.locator("[data-inspector]").get_by_label(name, exact=True).fill(value)


def choose(page: Page, node: str, name: str, value: str) -> None:
    """Select a layer and choose a value in its form."""
    layer(page, node).click()
    page.locator("[data-inspector]").get_by_role("combobox", name=name).click()
    page.get_by_role("option", name=value, exact=True).click()


def dock(page: Page, tab: str) -> None:
    """Show a tab of the dock."""
    page.get_by_role("tab", name=re.compile(f"^{tab}")).click()


def saved(page: Page) -> None:
    """Wait until the last change is kept."""
    expect(page.get_by_text(SAVED, exact=True)).to_be_visible()


def train(page: Page, epochs: int | None = None) -> str:
    """Press Train, for so many epochs where that is said; gives the id of the run whose page opened."""
    if epochs is not None:
        field = page.get_by_label("epochs", exact=True)
        if not field.is_visible():  # pressing the tab of what is open would close it
            dock(page, "Training")
        field.fill(str(epochs))
        saved(page)
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url("**/runs/*")
    return page.url.rpartition("/")[2].partition("?")[0]


def finished(page: Page, seconds: float = 240) -> None:
    """Wait for the run to finish."""
    expect(page.get_by_text("Finished", exact=True).first).to_be_visible(timeout=seconds * 1000)
