"""Old code comes back to life: paste a tutorial, read the report, open it; drop a file."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import drawing
from tests.e2e.test_drawing import document_of

TUTORIAL = """from keras.models import Sequential
from keras.layers import Dense, Dropout
from keras.optimizers import SGD

model = Sequential()
model.add(Dense(16, activation='relu', input_dim=4))
model.add(Dropout(0.5))
model.add(Dense(3, activation='softmax'))
sgd = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=sgd, metrics=['accuracy'])
model.fit(x_train, y_train, nb_epoch=2, batch_size=32)
"""
UNKNOWN = """from keras import Sequential, layers

model = Sequential([layers.Input((4,)), layers.Dense(3), Mixing(2), layers.Dense(1)])
"""
DRAWING = {
    "version": 2,
    "name": "dropped",
    "nodes": [{"id": "input_layer", "layer": "Input", "config": {"shape": [8]}}, {"id": "dense", "layer": "Dense", "config": {"units": 2}}],
    "edges": [{"from": ["input_layer", 0], "to": ["dense", "inputs", 0]}],
}
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def test_a_pasted_tutorial_is_reported_and_opened(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Program, JSON or YAML").fill(TUTORIAL)
    dialog.get_by_role("button", name="Read", exact=True).click()
    expect(dialog.get_by_text("Changed on the way")).to_be_visible()
    expect(dialog.get_by_text("learning_rate").first).to_be_visible()
    expect(dialog.get_by_text("Line ").first).to_be_visible()
    expect(dialog.get_by_role("button", name="Open", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/networks/*")
    drawing.dock(page, "Training")
    expect(page.get_by_label("loss", exact=True).first).to_have_value("CategoricalCrossentropy")
    tops = [node["at"][1] for node in document_of(page)["nodes"] if node["id"] in ("dense", "dropout", "dense_1")]
    assert tops == sorted(set(tops))
    assert len(tops) == 3
    drawing.choose_dataset(page, "Iris")
    expect(page.get_by_text("CategoricalCrossentropy cannot judge species")).to_be_visible()


@pytest.mark.expected_console("422")
def test_a_file_is_dropped_on_the_home_page_and_what_cannot_be_read_is_said(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="Import")).to_be_visible()
    page.evaluate(DROP, ["letter.txt", "Dear Sir or Madam"])
    expect(page.get_by_role("dialog").get_by_text("There is no network in this text.")).to_be_visible()
    page.evaluate(DROP, ["dropped.json", json.dumps(DRAWING)])
    page.get_by_role("dialog").get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/networks/*")
    expect(drawing.layer(page, "dense")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).wait_for()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_a_placeholder_is_replaced_from_the_list_of_problems(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Program, JSON or YAML").fill(UNKNOWN)
    dialog.get_by_role("button", name="Read", exact=True).click()
    dialog.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/networks/*")
    drawing.dock(page, "Problems")
    page.get_by_role("tabpanel").get_by_role("button", name="Replace with…").click()
    expect(page.get_by_role("textbox", name="Search the layers")).to_be_focused()
    page.keyboard.type("Dropout")
    page.keyboard.press("Enter")
    expect(drawing.layer(page, "dropout")).to_be_focused()
    expect(page.get_by_text("No problems. The network can be trained.")).to_be_visible()
