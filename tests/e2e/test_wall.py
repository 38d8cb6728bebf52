"""A lesson at the live wall, as its teacher and two students live it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import drawing
from tests.e2e.test_classroom import Opens, join, make_class
from tests.e2e.test_screens import is_right
from tests.e2e.test_whole_lesson import ask


def looks_over_the_shoulder(page: Page, ada: Page) -> None:
    """What Ada saves shows in the teacher's open editor, without a reload."""
    drawing.open_template(ada, "Logistic regression")
    tile = page.get_by_role("article", name="Ada")
    expect(tile.get_by_role("link", name="Ada’s network")).to_be_visible()
    tile.get_by_role("link", name="Ada’s network").click()
    expect(page.get_by_text("Ada’s network.")).to_be_visible()
    drawing.layer(page, "dense").click()
    drawing.set_parameter(ada, "dense", "units", "7")
    inspector = page.locator("[data-inspector]")
    expect(inspector.get_by_label("units", exact=True)).to_have_value("7")  # as it is saved, without a reload
    drawing.set_parameter(ada, "dense", "units", "10")
    expect(inspector.get_by_label("units", exact=True)).to_have_value("10")
    page.get_by_role("link", name="Back to the wall").click()


def finds_who_is_meant(page: Page) -> None:
    """Sort, search, show only those who are stuck; name people on the board."""
    everyone = page.get_by_role("region", name="Everyone")
    expect(everyone.get_by_role("article")).to_have_count(2)
    for order, names in [("Progress", ["Ada", "Abel"]), ("Name", ["Abel", "Ada"]), ("Result", ["Ada", "Abel"])]:
        page.get_by_role("radiogroup", name="Sort by").get_by_text(order, exact=True).click()
        for place, name in enumerate(names):
            expect(everyone.get_by_role("article").nth(place)).to_have_accessible_name(name)
    page.get_by_role("textbox", name="Search by name").fill("ABE")
    expect(everyone.get_by_role("article")).to_have_count(1)
    page.get_by_role("textbox", name="Search by name").fill("")
    page.get_by_role("switch", name="Only those who are stuck (0)").click()
    expect(everyone.get_by_text("Nobody is stuck.")).to_be_visible()
    page.get_by_role("switch", name="Only those who are stuck (0)").click()
    page.get_by_text("Names", exact=True).click()
    expect(page.get_by_role("region", name="Leader board").get_by_role("row")).to_contain_text("Ada")
    page.get_by_text("Anonymous").click()
    expect(page.get_by_role("region", name="Leader board").get_by_text("Ada")).to_have_count(0)


def shows_one_of_their_own(page: Page, grace: Page) -> None:
    """Found by a word of its name, by the keyboard, however many there are."""
    name = "What the teacher drew, told by a name that no bar has room for, from the first layer to the last of them"
    document = ask(page, "POST", "/networks", {"template": "logistic_regression"})["document"] | {"name": name}
    ask(page, "POST", "/networks", {"document": document})
    page.get_by_role("button", name="Show one of mine").press("Enter")
    page.get_by_role("textbox", name="Search your networks").fill("the TEACHER drew")
    expect(page.get_by_role("listbox", name="Your networks").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Everyone is shown {name} by you.")).to_be_visible()
    grace.get_by_role("link", name="Look at it").click()
    expect(grace.get_by_text("The teacher’s network.")).to_be_visible()
    grace.keyboard.press("Tab")
    grace.locator("header").get_by_text(name).focus()
    expect(grace.get_by_role("tooltip", name=name)).to_be_visible()
    page.get_by_role("button", name="End showing").click()
    expect(grace.get_by_role("heading", name="This is not shared with you any more")).to_be_visible()


def covers_the_screens(page: Page, ada: Page, grace: Page) -> None:
    """Covered, a page takes no key; who reloads is still covered; nothing is lost."""
    page.get_by_role("button", name="Eyes up").click()
    page.get_by_label("What the screens say").fill("Look at the board, please.")
    page.keyboard.press("Enter")
    ada.goto(grace.url)
    for student in (ada, grace):
        cover = student.get_by_role("dialog", name="Eyes up")
        expect(cover.get_by_text("Look at the board, please.")).to_be_visible()
    is_right(ada)
    ada.keyboard.press("Escape")
    ada.keyboard.press("Control+a")
    ada.keyboard.press("Delete")
    ada.reload()
    expect(ada.get_by_role("dialog", name="Eyes up")).to_be_visible()
    page.get_by_role("button", name="Uncover the screens").click()
    for student in (ada, grace):
        expect(student.get_by_role("dialog", name="Eyes up")).to_have_count(0)
    expect(drawing.layer(ada, "dense")).to_be_visible()


@pytest.mark.expected_console("404")
def test_a_lesson_at_the_live_wall(page: Page, browser_of_another: Opens) -> None:
    page.emulate_media(reduced_motion="reduce")
    address = make_class(page, "Wall class")
    ada, grace = browser_of_another(), browser_of_another()
    join(ada, address, "Ada")
    page.get_by_role("link", name="Live wall").click()
    tile = page.get_by_role("article", name="Ada")
    expect(tile.get_by_text("Nothing yet")).to_be_visible()
    join(grace, address, "Abel")
    expect(page.get_by_role("article", name="Abel")).to_be_visible()

    looks_over_the_shoulder(page, ada)

    page.get_by_text("Anonymous").click()
    drawing.saved(ada)
    network = ada.url
    drawing.train(ada)
    expect(tile.get_by_role("img", name="loss on validation data")).to_be_visible()
    expect(tile.get_by_text("Finished")).to_be_visible()
    expect(page.get_by_role("region", name="Leader board").get_by_role("row")).to_have_count(1)
    is_right(page)
    finds_who_is_meant(page)

    page.get_by_role("button", name="More about Ada").click()
    page.get_by_role("menuitem", name="Show this network to all").click()
    expect(page.get_by_text("Everyone is shown Logistic regression by Ada.")).to_be_visible()
    grace.get_by_role("link", name="Look at it").click()
    expect(grace).to_have_url(network)
    expect(grace.get_by_text("Ada’s network.")).to_be_visible()

    covers_the_screens(page, ada, grace)

    page.get_by_role("button", name="End showing").click()
    expect(grace.get_by_role("heading", name="This is not shared with you any more")).to_be_visible()
    grace.goto("/")
    shows_one_of_their_own(page, grace)
    ada.goto("/classes")
    expect(ada.get_by_role("region", name="Leader board").get_by_text("You")).to_be_visible()
