"""Drawing: wires and their refusals, problems and their cures, undo, the clipboard, order of inputs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import drawing


def document_of(page: Page) -> dict[str, Any]:
    """What the server keeps of the network on screen, once it is saved."""
    drawing.saved(page)
    found: dict[str, Any] = page.request.get(f"/api/networks/{page.url.rpartition('/')[2]}").json()["document"]
    return found


def wires(page: Page) -> set[tuple[str, str, int]]:
    """(from, to, place) of every wire."""
    return {(edge["from"][0], edge["to"][0], edge["to"][2]) for edge in document_of(page)["edges"]}


def test_a_wire_that_would_close_a_cycle_is_refused_with_its_reason(page: Page) -> None:
    drawing.new_network(page)
    for place, name in enumerate(["Add", "Dense"]):
        drawing.drag_from_palette(page, name, 200, 80 + 150 * place)
    drawing.wire_by_clicks(page, "add", "dense")
    drawing.wire_by_clicks(page, "dense", "add")
    expect(page.get_by_role("alert").filter(has_text="cycle")).to_be_visible()
    assert wires(page) == {("add", "dense", 0)}


def test_a_broken_network_is_cured_by_one_click_and_undo_breaks_it_again(page: Page) -> None:
    drawing.open_template(page, "Convolutional network for digits")
    drawing.dock(page, "Problems")
    drawing.layer(page, "flatten").click()
    page.keyboard.press("Shift+Delete")  # its neighbours are wired together
    problem = page.locator("[data-code]").first
    expect(problem).to_be_visible()
    page.locator("[data-code] button").filter(has_text="Flatten").first.click()
    expect(page.locator("[data-code]")).to_have_count(0)
    expect(drawing.layer(page, "flatten")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-code]").first).to_be_visible()


def test_the_last_layer_follows_the_data_set_by_one_click(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    drawing.dock(page, "Problems")
    drawing.set_parameter(page, "dense_2", "units", "7")
    expect(page.locator("[data-code]").first).to_contain_text("10")
    page.locator("[data-code] button").filter(has_text="10").first.click()
    expect(page.locator("[data-code]")).to_have_count(0)


def test_the_order_of_a_merge_layers_inputs_is_kept(page: Page) -> None:
    drawing.new_network(page)
    for place, name in enumerate(["Input", "Input", "Concatenate"]):
        drawing.drag_from_palette(page, name, 120 + 260 * (place % 2), 60 + 180 * (place // 2))
    drawing.wire_by_clicks(page, "input_layer_1", "concatenate")
    page.locator(".react-flow__node[data-id='input_layer'] .react-flow__handle.source").click()
    page.locator(".react-flow__node[data-id='concatenate'] .react-flow__handle.target").last.click()
    expected = {("input_layer_1", "concatenate", 0), ("input_layer", "concatenate", 1)}
    assert wires(page) == expected
    page.reload()
    expect(drawing.layer(page, "concatenate")).to_be_visible()
    assert wires(page) == expected


def test_copies_keep_their_settings_and_undo_takes_every_step_back(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    before = document_of(page)
    drawing.layer(page, "dense").click()
    expect(drawing.layer(page, "dense")).to_have_attribute("data-selected", "true")
    page.keyboard.press("Control+d")
    expect(drawing.layer(page, "dense_3")).to_be_visible()
    page.keyboard.press("Delete")
    expect(drawing.layer(page, "dense_3")).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator("[data-layer]")).to_have_count(0)
    for _ in range(3):
        page.keyboard.press("Control+z")
    expect(page.locator("[data-layer]")).to_have_count(len(before["nodes"]))
    assert document_of(page)["nodes"] == before["nodes"]


def test_a_layer_dropped_on_a_wire_goes_between(page: Page) -> None:
    drawing.open_template(page, "Logistic regression")
    drawing.layer(page, "dense").click()  # the view has come to rest
    wire = page.locator(".react-flow__edge path").first
    box = wire.bounding_box()
    pane = drawing.canvas(page).bounding_box()
    assert box is not None
    assert pane is not None
    drawing.drag_from_palette(page, "Dropout", box["x"] + box["width"] / 2 - pane["x"], box["y"] + box["height"] / 2 - pane["y"])
    assert {(start, end) for start, end, _ in wires(page)} == {("input_layer", "dropout"), ("dropout", "dense")}


def test_a_click_with_a_trembling_hand_still_chooses_a_layer(page: Page) -> None:
    drawing.new_network(page)
    for place, name in enumerate(["Input", "Dense"]):
        drawing.drag_from_palette(page, name, 120, 40 + 120 * place)
    for node, tremble in [("input_layer", 1), ("dense", 2), ("input_layer", 2), ("dense", 1)]:
        box = drawing.layer(page, node).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + tremble, y)
        page.mouse.up()
        expect(drawing.layer(page, node)).to_have_attribute("aria-pressed", "true")
        assert drawing.layer(page, node).bounding_box() == box


def test_choosing_data_moves_neither_the_drawing_nor_the_keyboard(page: Page) -> None:
    drawing.new_network(page)
    for place, name in enumerate(["Input", "Dense"]):
        drawing.drag_from_palette(page, name, 120, 40 + 120 * place)
    drawing.wire_by_clicks(page, "input_layer", "dense")
    view = page.locator(".react-flow__viewport")
    before = view.get_attribute("style")
    drawing.choose_dataset(page, "Iris")
    expect(page.get_by_text("sets input_layer")).to_be_visible()
    expect(drawing.layer(page, "input_layer")).to_contain_text("shape 4")
    expect(page.get_by_role("combobox", name="Data set").or_(page.get_by_role("textbox", name="Data set")).first).to_be_focused()
    assert view.get_attribute("style") == before
