"""Data of a person's own, in the browser: sent, looked at, corrected, kept, trained on; a lost line; a wrong file."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.e2e import drawing
from tests.e2e.pad import drop
from tests.e2e.test_importing import DROP
from tests.training.core.own_data.making import clear, pets, turned, zipped


def flowers(folder: Path, rows: int = 60) -> Path:
    """Two kinds of flowers that their petals tell apart; which shop sold them is a number, but none to reckon with."""
    draw = random.Random(7)
    lines = ["length,width,shop,kind"]
    for row in range(rows):
        size = 1 + row % 2 * 3
        lines.append(f"{size + draw.random():.2f},{size / 2 + draw.random():.2f},{row % 3 + 1},{('daisy', 'tulip')[row % 2]}")
    path = folder / "spring_flowers.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def choose_file(page: Page, path: Path, button: str = "Choose a file") -> None:
    """Choose a file as a person does."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(path)


def test_a_table_is_corrected_kept_and_trained_on(page: Page, tmp_path: Path) -> None:
    page.goto("/datasets")
    page.get_by_role("link", name="Upload data").click()
    choose_file(page, flowers(tmp_path))
    expect(page.get_by_role("heading", name="spring_flowers.csv")).to_be_focused()
    expect(page.get_by_role("combobox", name="What length is used as")).to_have_value("features")
    page.get_by_role("combobox", name="What shop holds").select_option("Category")
    expect(page.get_by_role("combobox", name="What shop is used as")).to_have_value("\0own")
    expect(page.get_by_role("img", name="shop: 1 20, 2 20, 3 20")).to_be_visible()
    expect(page.get_by_role("region", name="What is learned").get_by_role("row", name="daisy 30")).to_be_visible()
    expect(page.get_by_text("48 to train with, 12 to test with")).to_be_visible()
    page.reload()  # nothing was kept, and the file is still there
    page.get_by_role("combobox", name="What shop holds").select_option("Category")
    page.get_by_role("textbox", name="Title").fill("Flowers of spring")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("heading", name="Flowers of spring")).to_be_visible()
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("textbox", name="Title").fill("Flowers")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="Flowers", exact=True)).to_be_visible()
    page.get_by_role("button", name="New network with this data set").click()
    for node in ("normalization", "string_lookup", "concatenate", "dense"):
        expect(drawing.layer(page, node)).to_be_visible()
    drawing.dock(page, "Training")
    page.get_by_label("epochs", exact=True).fill("1")
    drawing.saved(page)
    drawing.train(page)
    drawing.finished(page)
    page.goto("/datasets")
    card = page.get_by_role("region", name="Yours").get_by_role("link", name="Flowers", exact=True)
    card.click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog").get_by_text("1 run used it")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("region", name="Yours")).to_be_visible()
    expect(card).to_have_count(0)


@pytest.mark.expected_console("ERR_FAILED")
def test_an_upload_that_is_cut_goes_on_after_a_reload(page: Page, tmp_path: Path) -> None:
    path = flowers(tmp_path, rows=70_000)  # three pieces
    pieces: list[int] = []

    def cut(route: Route) -> None:
        pieces.append(int(route.request.url.rpartition("=")[2]))
        if len(pieces) == 1:
            route.continue_()
        else:
            route.abort()

    page.route("**/api/uploads/*?offset=*", cut)
    page.goto("/datasets/new")
    choose_file(page, path)
    expect(page.get_by_text("The connection is lost.")).to_be_visible()
    page.unroute("**/api/uploads/*?offset=*")
    page.reload()
    expect(page.get_by_text(re.compile("488 KB of .* are here"))).to_be_visible()
    with page.expect_request("**/api/uploads/*?offset=*") as next_piece:
        choose_file(page, path, "Choose spring_flowers.csv again")
    assert next_piece.value.url.endswith("?offset=500000")
    expect(page.get_by_text("70,000 rows")).to_be_visible()
    page.get_by_role("button", name="Another file").click()
    page.get_by_role("button", name="Give spring_flowers.csv up").click()
    expect(page.get_by_text("Not kept yet")).to_be_hidden()


@pytest.mark.expected_console("422")
def test_what_is_wrong_in_a_file_is_said_with_its_row_and_column(page: Page, tmp_path: Path) -> None:
    path = flowers(tmp_path)
    page.goto("/datasets")
    expect(page.get_by_role("link", name="Upload data")).to_be_visible()
    page.evaluate(DROP, [path.name, path.read_text().replace("\n", "\nmany,1.5,2,tulip\n", 1)])
    expect(page.get_by_text("Row 2, column “length”: “many” is not a number.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_disabled()
    page.get_by_role("combobox", name="What length holds").select_option("Leave out")
    expect(page.get_by_text("is not a number")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_enabled()
    (tmp_path / "empty.csv").write_text("length,width\n")
    page.get_by_role("button", name="Another file").click()
    choose_file(page, tmp_path / "empty.csv")
    expect(page.get_by_text("There is no row below the header.")).to_be_visible()
    page.get_by_role("button", name="Choose another file").click()


def test_data_is_uploaded_from_the_editor(page: Page, tmp_path: Path) -> None:
    drawing.new_network(page)
    page.get_by_role("button", name="Upload data").click()
    choose_file(page, flowers(tmp_path))
    page.get_by_role("dialog").get_by_role("button", name="Keep", exact=True).click()
    expect(drawing.layer(page, "input_layer")).to_be_visible()
    expect(drawing.layer(page, "dense")).to_be_visible()
    page.get_by_role("button", name="Prepare it").click()
    expect(page.get_by_role("checkbox", name="Normalise")).to_be_checked()
    page.get_by_role("button", name="Add the layers").click()
    expect(drawing.layer(page, "normalization")).to_be_visible()
    page.get_by_role("button", name="Undo: Prepare Spring flowers").click()
    expect(drawing.layer(page, "normalization")).to_have_count(0)
    page.get_by_role("button", name="Redo: Prepare Spring flowers").click()
    drawing.dock(page, "Problems")
    expect(page.get_by_text("No problems. The network can be trained.")).to_be_visible()


def test_pictures_in_a_zip_are_looked_at_and_kept(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "pets.zip"
    path.write_bytes(zipped(pets()))
    page.goto("/datasets/new")
    choose_file(page, path)
    expect(page.get_by_role("region", name="Balance of the classes").get_by_role("row", name="cats 12")).to_be_visible()
    expect(page.locator("figure")).to_have_count(24)
    page.get_by_role("combobox", name="Colours").select_option("Grey")
    page.get_by_role("textbox", name="Height").fill("8")
    page.get_by_role("textbox", name="Width").fill("9")
    expect(page.get_by_text("19 to train with, 5 to test with")).to_be_visible()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("heading", name="Pets")).to_be_visible()
    expect(page.get_by_text("8 × 9 × 1")).to_be_visible()
    expect(page.get_by_role("img", name="Sample 0: ")).to_be_visible()


@pytest.mark.expected_console("422")
def test_a_picture_is_tried_as_the_data_was_read_and_after_the_data_is_gone(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "pets.zip"
    path.write_bytes(zipped(pets()))
    page.goto("/datasets/new")
    choose_file(page, path)
    page.get_by_role("textbox", name="Height").fill("8")
    page.get_by_role("textbox", name="Width").fill("9")
    page.get_by_role("textbox", name="Title").fill("Tame animals")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="New network with this data set").click()
    expect(drawing.layer(page, "dense")).to_be_visible()
    run = drawing.train(page, epochs=1)
    drawing.finished(page)
    page.get_by_role("tab", name="Try it").click()
    for content in (clear(), turned()):
        with page.expect_request("**/predict") as asked:
            drop(page, page.get_by_role("button", name="Use a picture"), content)
        plain = np.asarray(Image.open(io.BytesIO(content)).convert("RGBA"))[..., :3]
        sent: Any = asked.value.post_data_json
        np.testing.assert_allclose(np.array(sent["inputs"]["image"]) * 255, plain, atol=2)
    page.goto("/datasets")
    page.get_by_role("region", name="Yours").get_by_role("link", name="Tame animals", exact=True).click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog").get_by_text("and can be tried.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("region", name="Yours")).to_be_visible()
    page.goto(f"/runs/{run}")
    page.get_by_role("tab", name="Try it").click()
    drop(page, page.get_by_role("button", name="Use a picture"), clear())
    expect(page.get_by_role("region", name="What the network says").get_by_text("cats").first).to_be_visible()
    page.get_by_role("tab", name="Predictions").click()
    expect(page.get_by_text("Tame animals is not here any more, so none of its samples can be shown.")).to_be_visible()


def test_a_series_is_cut_into_windows(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "waves.csv"
    path.write_text("day,height\n" + "".join(f"2024-01-{1 + place:02},{place % 7}.5\n" for place in range(30)))
    page.goto("/datasets/new")
    choose_file(page, path)
    page.get_by_role("combobox", name="It is").select_option("A series: rows follow in time")
    expect(page.get_by_role("img", name="height over time")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Whether the past of height is seen")).to_be_checked()
    page.get_by_role("textbox", name="Steps seen").fill("6")
    expect(page.get_by_text("19 to train with, 5 to test with")).to_be_visible()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("19 samples to train on, 5 held out to judge by")).to_be_visible()
