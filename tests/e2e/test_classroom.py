"""A class, as its teacher and its students live it: each in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.e2e import drawing
from tests.e2e.test_screens import is_accessible, is_right
from tests.running import Layerloom

PHONE: ViewportSize = {"width": 360, "height": 740}
Opens = Callable[[], Page]


def make_class(teacher: Page, name: str) -> str:
    """Make a class as its teacher; the address to join by."""
    teacher.goto("/")
    teacher.get_by_role("link", name="Class", exact=True).click()
    teacher.get_by_role("button", name="New class").click()
    dialog = teacher.get_by_role("dialog", name="New class")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Make it").click()
    expect(teacher.get_by_role("heading", name=name, level=1)).to_be_visible()
    return teacher.get_by_text(re.compile("/join/[A-Z0-9]{6}$")).inner_text()


def join(student: Page, address: str, nickname: str) -> str:
    """Join with the keyboard alone; the pass-phrase."""
    student.goto(address)
    expect(student.get_by_label("Nickname")).to_be_focused()
    student.keyboard.type(nickname)
    student.keyboard.press("Enter")
    phrase = student.locator("[data-phrase]").inner_text()
    student.get_by_role("link", name="I have noted it").focus()
    student.keyboard.press("Enter")
    expect(student.get_by_role("heading", name="Networks", level=1)).to_be_visible()
    return phrase


def come_back(student: Page, code: str, nickname: str, phrase: str) -> None:
    student.goto("/come-back")
    student.get_by_label("Code of the class").fill(code)
    student.get_by_label("Nickname").fill(nickname)
    student.get_by_label("Pass-phrase").fill(phrase)
    student.get_by_role("button", name="Come back").click()


def row(teacher: Page, nickname: str) -> Locator:
    return teacher.get_by_role("row").filter(has=teacher.get_by_role("rowheader", name=nickname))


def ask(teacher: Page, nickname: str, wish: str) -> Locator:
    """Ask for something from a member's menu; the dialog."""
    teacher.get_by_role("button", name=f"More about {nickname}").click()
    teacher.get_by_role("menuitem", name=wish).click()
    return teacher.get_by_role("dialog")


def is_locked_out_and_let_in_again(teacher: Page, student: Page, nickname: str) -> None:
    """Somebody is out at once, and in again with the page that is open."""
    ask(teacher, nickname, "Lock out")
    expect(row(teacher, nickname).get_by_text("Locked", exact=True)).to_be_visible()
    student.reload()
    expect(student.get_by_role("link", name="come back with your pass-phrase")).to_be_visible()
    ask(teacher, nickname, "Let in again")
    expect(row(teacher, nickname).get_by_text("Locked", exact=True)).to_have_count(0)
    student.goto("/")
    expect(student.get_by_role("heading", name="Networks", level=1)).to_be_visible()


@pytest.mark.expected_console("401|422")
def test_a_class_from_its_making_to_its_end(page: Page, browser_of_another: Opens) -> None:
    address = make_class(page, "7b, computer science")
    code = address[-6:]
    expect(page.get_by_role("img", name="The address to join by")).to_be_visible()
    page.wait_for_function("document.querySelector('img[src$=\"join.svg\"]').naturalWidth > 0")
    ada, grace, elsewhere = browser_of_another(), browser_of_another(), browser_of_another()
    phrase = join(ada, address, "Ada")
    drawing.new_network(ada)
    grace.goto(address)
    grace.get_by_label("Nickname").fill("ada")
    grace.get_by_role("button", name="Join").click()
    expect(grace.get_by_role("alert")).to_contain_text("already")
    join(grace, address, "Grace")

    come_back(elsewhere, code.lower(), "Ada", phrase)
    expect(elsewhere.get_by_role("region", name="Your networks").get_by_role("link")).to_have_count(1)
    elsewhere.get_by_role("link", name="Class", exact=True).click()
    expect(elsewhere.get_by_text("You are Ada.")).to_be_visible()

    page.get_by_role("button", name="Refresh").click()
    expect(row(page, "Ada").get_by_role("cell").nth(2)).to_have_text("1")
    expect(row(page, "Grace").get_by_role("cell").nth(2)).to_have_text("0")
    dialog = ask(page, "Ada", "Rename")
    dialog.get_by_label("Nickname").fill("Countess")
    dialog.get_by_role("button", name="Rename").click()
    expect(row(page, "Countess")).to_be_visible()

    dialog = ask(page, "Countess", "New pass-phrase")
    dialog.get_by_role("button", name="Make one").click()
    fresh = dialog.locator("[data-phrase]").inner_text()
    dialog.get_by_role("button", name="Done").click()
    ada.goto("/")
    expect(ada.get_by_role("link", name="come back with your pass-phrase")).to_be_visible()
    come_back(ada, code, "Countess", phrase)
    expect(ada.get_by_role("alert")).to_contain_text("do not belong together")
    come_back(ada, code, "Countess", fresh)
    expect(ada.get_by_role("region", name="Your networks")).to_be_visible()

    page.get_by_role("button", name="Lock joining").click()
    expect(page.get_by_role("heading", name="The class is locked")).to_be_visible()
    late = browser_of_another()
    late.goto(address)
    expect(late.get_by_role("alert")).to_contain_text("is locked: nobody can join it now")

    is_locked_out_and_let_in_again(page, grace, "Grace")
    dialog = ask(page, "Grace", "Remove")
    expect(dialog).to_contain_text("gone for good")
    dialog.get_by_role("button", name="Delete").click()
    expect(row(page, "Grace")).to_have_count(0)
    grace.goto("/")
    expect(grace.get_by_role("link", name="Join it with its code")).to_be_visible()

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("/classes$"))
    ada.goto("/")
    expect(ada.get_by_role("link", name="Join it with its code")).to_be_visible()


@pytest.mark.expected_console("401")
def test_a_student_takes_everything_away_and_deletes_it(page: Page, browser_of_another: Opens, server: Layerloom, tmp_path: Path) -> None:
    address = make_class(page, "8a")
    student = browser_of_another()
    join(student, address, "Ada")
    drawing.new_network(student)
    student.goto("/account")
    expect(student.get_by_text("You are Ada in 8a")).to_be_visible()
    with student.expect_download() as download:
        student.get_by_role("link", name="Download everything of mine").click()
    assert download.value.suggested_filename.startswith("layerloom-")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    student.get_by_role("button", name="Delete everything of mine").click()
    dialog = student.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Delete")).to_be_disabled()
    dialog.get_by_role("textbox").fill("delete everything")
    dialog.get_by_role("button", name="Delete").click()
    expect(student.get_by_role("link", name="Join it with its code")).to_be_visible()


@pytest.mark.expected_console("422")
def test_the_pages_of_a_class_are_accessible(page: Page, browser_of_another: Opens) -> None:
    page.emulate_media(reduced_motion="reduce")
    address = make_class(page, "9c")
    student = browser_of_another()
    student.emulate_media(reduced_motion="reduce")
    for path in ("/join", "/come-back", address, "/join/AAAAAA"):
        student.goto(path)
        is_right(student)
        student.set_viewport_size(PHONE)
        is_accessible(student)
        assert student.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    student.goto(address)
    student.get_by_label("Nickname").fill("W" * 30)
    student.get_by_role("button", name="Join").click()
    expect(student.locator("[data-phrase]")).to_be_visible()
    assert student.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    is_right(student)
    page.get_by_role("button", name="Refresh").click()
    expect(row(page, "W" * 30)).to_be_visible()
    is_right(page)
    for path in ("/classes", "/account"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Loading")
        is_right(page)
        student.goto(path)
        expect(student.get_by_role("heading", level=1)).not_to_have_text("Loading")
        is_right(student)


def test_the_administration_opens_under_the_policy(page: Page) -> None:
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Administration")).to_be_visible()
    page.get_by_role("link", name="Users", exact=True).click()
    expect(page.get_by_role("link", name="owner", exact=True)).to_be_visible()
    page.get_by_role("link", name="owner", exact=True).click()
    expect(page.get_by_role("heading", name="Change user")).to_be_visible()
    expect(page.get_by_text("Chosen groups")).to_be_visible()
