"""Blocks, shared layers, operations and formulas, drawn as a person draws them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e import drawing
from tests.e2e.test_drawing import document_of
from tests.e2e.test_screens import is_accessible


def field(page: Page, name: str) -> Locator:
    """A field of the settings."""
    return page.locator("[data-inspector]").get_by_label(name, exact=True)


def select(page: Page, *nodes: str) -> None:
    """Select layers, one after the other."""
    drawing.layer(page, nodes[0]).click()
    for node in nodes[1:]:
        drawing.layer(page, node).click(modifiers=["Control"])


def make_block(page: Page, name: str, *nodes: str) -> None:
    """Make a block of layers, by key."""
    select(page, *nodes)
    page.keyboard.press("Control+g")
    page.get_by_label("Name of the block").fill(name)
    page.keyboard.press("Enter")


def press_at_once(page: Page, key: str, times: int) -> None:
    """Press a key so fast that nothing is drawn in between."""
    page.evaluate(
        """([key, times]) => { for (let done = 0; done < times; done += 1)
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })) }""",
        [key, times],
    )


def insert(page: Page, text: str, node: str) -> None:
    """Insert a layer from the search behind the selection."""
    search = page.get_by_role("textbox", name="Search the layers")
    search.fill(text)
    search.press("Enter")
    expect(drawing.layer(page, node)).to_be_visible()


def graph(document: dict[str, Any]) -> tuple[list[str], set[tuple[str, str]]]:
    """The nodes and wires of a document, whatever their order."""
    return sorted(node["id"] for node in document["nodes"]), {(edge["from"][0], edge["to"][0]) for edge in document["edges"]}


def test_layers_become_a_block_that_is_opened_repeated_and_ungrouped(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    before = graph(document_of(page))
    make_block(page, "unit", "dense")
    expect(drawing.layer(page, "unit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Opened blocks")).to_contain_text("unit")
    is_accessible(page)
    drawing.layer(page, "dense").click()
    page.get_by_role("button", name="Make units a parameter of the block").click()
    field(page, "units").fill("2 * units")
    press_at_once(page, "Escape", 3)  # from the settings to the layer, to nothing selected, out of the block
    drawing.layer(page, "unit").click()
    field(page, "units").fill("10")
    page.get_by_label("repeat", exact=True).fill("3")
    expect(drawing.canvas(page).get_by_text("20", exact=True)).to_be_visible()
    drawing.layer(page, "unit").press("Control+Shift+g")
    expect(drawing.layer(page, "dense_4")).to_be_visible()
    document = document_of(page)
    units = [node["config"].get("units") for node in document["nodes"] if node["layer"] == "Dense"]
    assert units == [20, 20, 20, 32, 10]
    while page.get_by_role("button", name="Undo: Make the block unit").count() == 0:
        page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert graph(document_of(page)) == before


def test_a_block_that_was_saved_is_there_in_every_network(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    make_block(page, "hidden", "dense", "dense_1")
    page.get_by_role("button", name="Save to my palette").click()
    expect(page.get_by_text("hidden is in your palette now")).to_be_visible()
    drawing.new_network(page)
    insert(page, "Input", "input_layer")
    page.get_by_role("button", name="Your blocks").click()
    page.get_by_role("list", name="Your blocks").get_by_role("button", name="hidden", exact=True).click()
    expect(drawing.layer(page, "hidden")).to_be_visible()
    document = document_of(page)
    assert graph(document) == (["hidden", "input_layer"], {("input_layer", "hidden")})
    assert len(document["blocks"]["hidden"]["nodes"]) == 3
    kept = page.get_by_role("list", name="Your blocks").get_by_role("button", name="hidden", exact=True)
    kept.drag_to(drawing.canvas(page), target_position={"x": 120, "y": 300})
    expect(drawing.layer(page, "hidden_1")).to_be_visible()
    page.get_by_role("switch", name="Frozen").focus()
    page.keyboard.press("Space")
    expect(drawing.layer(page, "hidden_1").get_by_title("Frozen: its weights do not learn")).to_be_visible()


def test_a_layer_is_used_again_with_the_same_weights_by_the_menu_key(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    drawing.layer(page, "dense_1").click()
    page.keyboard.press("ContextMenu")
    is_accessible(page)
    page.get_by_role("menuitem", name="Use again with the same weights").click()
    use = drawing.layer(page, "dense_3")
    expect(use).to_be_focused()
    field(page, "units").fill("9")
    expect(drawing.layer(page, "dense_1")).to_contain_text("units 9")
    drawing.layer(page, "dense_1").click()
    page.keyboard.press("Shift+Delete")
    kept = next(node for node in document_of(page)["nodes"] if node["id"] == "dense_3")
    assert (kept["shares"], kept["config"]["units"]) == (None, 9)


def test_operations_and_a_formula_learn(page: Page) -> None:
    drawing.open_template(page, "Logistic regression")
    drawing.layer(page, "input_layer").click()
    insert(page, "*", "multiply")
    field(page, "x2").fill("0.5")
    insert(page, "Formula", "formula")
    field(page, "expression").fill("x * sigmoid(x)")
    drawing.dock(page, "Problems")
    expect(page.get_by_text("No problems. The network can be trained.")).to_be_visible()
    drawing.saved(page)
    drawing.train(page, epochs=3)
    drawing.finished(page)
