"""A sweep: fields are marked, tried in every combination, looked at as a table and as lines, and the best values taken."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import drawing
from tests.e2e.test_screens import fits, is_accessible


def mark(page: Page, name: str) -> Locator:
    """Mark a setting; gives the form that stands in its place."""
    page.get_by_role("button", name=f"Try several values of {name}", exact=True).click()
    form = page.get_by_role("group", name=f"{name}, several values")
    expect(form).to_be_visible()
    return form


def chips(form: Locator) -> list[str]:
    """The values of a list."""
    return [text.strip() for text in form.locator(".mantine-Pill-label").all_inner_texts()]


def choose(page: Page, field: str, option: str) -> None:
    """Choose from a list of the Training tab."""
    page.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_marks_are_steps_that_undo_takes_back_and_follow_their_layer(page: Page) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    drawing.layer(page, "dense").click()
    form = mark(page, "units")
    assert chips(form) == ["32", "64", "128"]
    expect(form.get_by_role("combobox").or_(form.get_by_role("textbox"))).to_be_focused()
    page.keyboard.type("16,")
    assert chips(form) == ["32", "64", "128", "16"]
    name = page.get_by_role("textbox", name="Name of the layer")
    name.fill("hidden")
    name.press("Enter")
    expect(drawing.layer(page, "hidden")).to_have_attribute("aria-label", re.compile("several values of units to try"))
    drawing.dock(page, "Training")
    expect(page.get_by_role("textbox", name="Name of hidden_units")).to_be_visible()
    is_accessible(page)
    for setting, values in (("jit_compile", ["True", "False"]), ("loss", ["SparseCategoricalCrossentropy"])):
        marked = mark(page, setting)
        assert chips(marked) == values
        marked.get_by_role("button", name=f"Back to one value of {setting}").click()
    page.get_by_role("button", name="Go to hidden_units").click()
    expect(form.get_by_role("combobox").or_(form.get_by_role("textbox"))).to_be_focused()

    drawing.saved(page)
    page.reload()
    expect(page.get_by_role("button", name="Train or sweep")).to_be_visible()
    drawing.layer(page, "hidden").click()
    page.get_by_role("button", name="Back to one value of units").click()
    expect(page.get_by_label("units", exact=True)).to_have_value("64")
    expect(page.get_by_role("button", name="Train or sweep")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Undo: Back to one value")).click()
    assert chips(form) == ["32", "64", "128", "16"]


def sweep_sizes_and_rates(page: Page) -> None:
    """Mark the batch size as a list and the learning rate as a range, and start four random trials."""
    drawing.open_template(page, "Logistic regression")
    drawing.dock(page, "Training")
    page.get_by_label("epochs", exact=True).fill("2")
    sizes = mark(page, "batch_size")
    assert chips(sizes) == ["8", "16", "32"]
    page.keyboard.press("Backspace")
    rate = mark(page, "learning_rate")
    rate.get_by_text("Range", exact=True).click()
    rate.get_by_label("From, learning_rate").fill("0.001")
    rate.get_by_label("To, learning_rate").fill("1")
    expect(rate.get_by_label("Logarithmic, learning_rate")).to_be_checked()
    choose(page, "method", "Random")
    page.get_by_label("trials", exact=True).fill("4")
    drawing.saved(page)
    page.get_by_role("button", name="Train or sweep").click()
    page.get_by_role("menuitem", name="Sweep: 4 trials").click()
    page.wait_for_url("**/sweeps/*")


def rows_of(page: Page) -> Locator:
    """The table of trials, its head first."""
    return page.get_by_role("region", name="Trials", exact=True).get_by_role("row")


def narrow_down(page: Page) -> None:
    """Keep the better half by the mouse on the axis of the objective, then only the best by the keyboard."""
    axis = page.locator("rect[data-axis='objective']").bounding_box()
    assert axis is not None
    x, low = axis["x"] + axis["width"] / 2, axis["y"] + axis["height"] - 6
    page.mouse.move(x, low)
    page.mouse.down()
    page.mouse.move(x, axis["y"] + axis["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.get_by_role("button", name="Show all")).to_be_visible()
    expect(rows_of(page).filter(has_text="best")).to_have_count(1)
    top = page.get_by_role("slider", name=re.compile("^val_loss to"))
    top.focus()
    for _ in range(30):
        top.press("ArrowLeft")
    expect(page.get_by_text("1 of 4 trials", exact=True)).to_be_visible()
    expect(page.locator("path[data-trial][data-shown]")).to_have_count(1)


def use_best_values(page: Page, best: float) -> None:
    """Take the best values into the network, see them there, and take that back."""
    page.get_by_role("link", name="Use the best values").click()
    expect(page.get_by_text(re.compile("The network has the values of trial"))).to_be_visible()
    rate = page.get_by_role("group", name="learning_rate, several values")
    drawn = rate.get_by_text("Drawn with").inner_text().removeprefix("Drawn with")
    assert float(drawn) == pytest.approx(best, rel=1e-3)
    page.get_by_role("button", name=re.compile("^Undo: Use the values of trial")).click()
    expect(rate.get_by_text("Drawn with 0.02")).to_be_visible()


def pin_and_let_go(trial: Locator) -> None:
    """Pin a trial below its sweep, and let it go, by the keyboard, which stays where it is."""
    pin = trial.get_by_role("button", name=re.compile("^Pin "))
    pin.focus()
    for pressed in ("true", "false"):
        pin.page.keyboard.press("Enter")
        expect(trial.locator("[aria-busy=false]")).to_have_attribute("aria-pressed", pressed)
        expect(pin).to_be_focused()


@pytest.mark.timeout(240)
def test_a_sweep_is_run_looked_at_and_its_best_values_are_used(page: Page) -> None:
    sweep_sizes_and_rates(page)
    rows, lines = rows_of(page), page.locator("path[data-trial]")
    expect(rows.nth(1)).to_be_visible()
    expect(page.get_by_text("4 of 4 trials done")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("Finished")).to_be_visible()
    expect(lines).to_have_count(4)
    expect(rows.filter(has_text="best")).to_have_count(1)

    page.get_by_role("button", name="val_loss", exact=True).click()
    expect(page.get_by_role("columnheader", name="val_loss")).to_have_attribute("aria-sort", "ascending")
    expect(rows.nth(1)).to_contain_text("best")
    for box in rows.get_by_role("checkbox").all()[:2]:
        box.check()
    expect(page.get_by_role("link", name="Compare")).to_be_visible()
    narrow_down(page)
    is_accessible(page)
    page.set_viewport_size({"width": 400, "height": 800})
    fits(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("path[data-trial][data-shown]")).to_have_count(4)

    best = rows.nth(1).get_by_role("cell").nth(3).inner_text()
    rows.nth(1).get_by_role("link", name=re.compile(r"^Trial \d$")).click()
    page.wait_for_url("**/runs/*")
    page.get_by_role("link", name=re.compile(r"^Trial \d of Sweep 1$")).click()
    use_best_values(page, float(best))
    drawing.dock(page, "Runs")
    expect(page.get_by_role("link", name="Sweep 1", exact=True)).to_be_visible()
    page.get_by_role("button", name="4 trials of Sweep 1").click()
    trial = page.get_by_role("row").filter(has_text="trial 1:")
    expect(trial).to_be_visible()
    pin_and_let_go(trial)

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Runs").click()
    expect(page.get_by_role("link", name="Sweep 1", exact=True)).to_be_visible()
    expect(trial).to_have_count(0)
    page.get_by_role("button", name=re.compile("^4 trials of .*Sweep 1$")).click()
    expect(trial).to_be_visible()
    assert trial.inner_text().count("Sweep 1") == 1
    is_accessible(page)
    page.get_by_role("textbox", name=re.compile("^Find runs by name")).fill("trial 1:")
    expect(page.get_by_text("4 trials, 1 with these words")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="trial 2:")).to_have_count(0)
    pin_and_let_go(trial)
