"""A newcomer's first ten minutes, with everything real: draw, train on MNIST, reload, draw a digit, take the code away."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e import drawing
from tests.e2e.pad import draw_a_one, drop

EPOCHS = 7
ENOUGH = 0.95


def events_of(page: Page, run: str) -> list[dict[str, Any]]:
    """What the server says has happened."""
    found: list[dict[str, Any]] = page.request.get(f"/api/runs/{run}/events").json()["events"]
    return found


def saved_points(page: Page, folder: Path) -> list[list[str]]:
    """The rows that the page itself holds, taken from its CSV."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    path = folder / "history.csv"
    download.value.save_as(path)
    return [line.split(",") for line in path.read_text().splitlines()[1:]]


def test_a_network_drawn_by_mouse_learns_digits_and_goes_home_as_code(page: Page, tmp_path: Path) -> None:
    drawing.new_network(page)
    for place, name in enumerate(["Input", "Conv2D", "MaxPooling2D", "Flatten", "Dense"]):
        drawing.drag_from_palette(page, name, 120 + 130 * place, 40 + 80 * place)
    drawing.wire_by_drag(page, "input_layer", "conv2d")
    drawing.wire_by_drag(page, "conv2d", "max_pooling2d")
    drawing.wire_by_clicks(page, "max_pooling2d", "flatten")
    drawing.wire_by_clicks(page, "flatten", "dense")
    drawing.choose_dataset(page, "MNIST digits")
    drawing.set_parameter(page, "conv2d", "filters", "16")
    drawing.choose(page, "conv2d", "activation", "relu")
    drawing.dock(page, "Training")
    page.get_by_label("epochs", exact=True).fill(str(EPOCHS))
    drawing.dock(page, "Problems")
    expect(drawing.canvas(page).get_by_text("26 × 26 × 16")).to_be_visible()
    expect(page.locator("[data-code]")).to_have_count(0)
    drawing.saved(page)

    run = drawing.train(page)
    page.reload()  # in the middle of the run
    drawing.finished(page)
    rows = saved_points(page, tmp_path)
    told = events_of(page, run)
    assert len(rows) == sum(event["kind"] in {"point", "epoch"} for event in told)
    assert len({tuple(row[:2]) for row in rows}) == len(rows)
    last = [event for event in told if event["kind"] == "epoch"][-1]
    assert last["epoch"] == EPOCHS
    assert last["logs"]["val_accuracy"] > ENOUGH

    page.get_by_role("tab", name="Try it").click()
    draw_a_one(page)
    says = page.get_by_role("region", name="What the network says")
    expect(says.get_by_text("1", exact=True).first).to_be_visible()
    expect(page.get_by_role("region", name="Where the network looked").get_by_role("img", name="The picture, and where")).to_be_visible()

    with page.expect_request("**/predict") as asked:
        drop(page, page.get_by_role("img", name="pad to draw on"), a_wide_picture())
    row, *rows = json.loads(asked.value.post_data or "")["inputs"]["image"]
    assert len(rows) == 27
    assert [round(pixel[0]) for pixel in row] == [1] * 7 + [0] * 21  # stretched: in its middle it is black
    drop(page, page.get_by_role("heading", level=1), a_wide_picture())  # which takes none, and nothing happens

    page.get_by_role("tab", name="Files").click()
    with page.expect_download() as model:
        page.get_by_text("Trained network (.keras)").click()
    model.value.save_as(tmp_path / "model.keras")
    assert zipfile.is_zipfile(tmp_path / "model.keras")

    page.go_back()
    runs_the_script(page, tmp_path)


def a_wide_picture() -> bytes:
    """Black, its left quarter white."""
    file = io.BytesIO()
    picture = Image.new("RGB", (112, 28))
    picture.paste("white", (0, 0, 28, 28))
    picture.save(file, "PNG")
    return file.getvalue()


def runs_the_script(page: Page, folder: Path) -> None:
    """Export the script with its data, unpack it, run it with plain Python."""
    page.goto("/")
    page.get_by_role("link", name="Untitled").first.click()
    expect(drawing.layer(page, "dense")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Script with its data").click()
    download.value.save_as(folder / "bundle.zip")
    with zipfile.ZipFile(folder / "bundle.zip") as bundle:
        bundle.extractall(folder)
    script = next(folder.glob("*/*.py"))
    script.write_text(script.read_text().replace(f"epochs={EPOCHS}", "epochs=1"))
    subprocess.run([sys.executable, script.name], cwd=script.parent, check=True, capture_output=True, timeout=300)
    assert list(script.parent.glob("*.keras"))


def focus_by_tab(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if (
            page.evaluate(
                "() => document.activeElement?.labels?.[0]?.textContent ?? document.activeElement?.ariaLabel ?? document.activeElement?.textContent"
            )
            == name
        ):
            return
    raise AssertionError(f"Tab never reached {name}")


def test_a_network_is_drawn_and_trained_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="New network")).to_be_visible()
    focus_by_tab(page, "New network")
    page.keyboard.press("Enter")
    page.wait_for_url("**/networks/*")
    expect(drawing.canvas(page)).to_be_visible()
    drawing.insert_by_keyboard(page, "Input", "input_layer")
    drawing.insert_by_keyboard(page, "Conv2D", "conv2d")
    page.keyboard.press("Enter")  # into its form
    focus_by_tab(page, "filters")
    page.keyboard.press("Control+A")
    page.keyboard.type("32")
    focus_by_tab(page, "activation")
    page.keyboard.type("relu")
    chosen = page.get_by_role("option", name="relu", exact=True)
    expect(chosen).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chosen).to_be_hidden()  # while the list is open, Escape closes it
    page.keyboard.press("Escape")
    expect(drawing.layer(page, "conv2d")).to_be_focused()
    drawing.insert_by_keyboard(page, "MaxPooling2D", "max_pooling2d")
    drawing.insert_by_keyboard(page, "Flatten", "flatten")
    drawing.insert_by_keyboard(page, "Dense", "dense")
    focus_by_tab(page, "Data set")
    page.keyboard.press("Enter")
    page.keyboard.type("MNIST d")
    expect(page.get_by_role("option", name="MNIST digits")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("10 classes")).to_be_visible()
    expect(drawing.canvas(page).get_by_text("26 × 26 × 32")).to_be_visible()
    expect(page.locator("[data-code]")).to_have_count(0)
    focus_by_tab(page, "Train")
    page.keyboard.press("Enter")
    page.wait_for_url("**/runs/*")
    run = page.url.rpartition("/")[2]
    expect(page.get_by_text("Running", exact=True).first).to_be_visible()
    focus_by_tab(page, "Stop")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stopped", exact=True).first).to_be_visible()
    assert any(event["kind"] == "point" for event in events_of(page, run))
