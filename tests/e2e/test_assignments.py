"""An assignment, from its making to the marks: a teacher and a student, each in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e import drawing
from tests.e2e.conftest import SIZE
from tests.e2e.test_classroom import PHONE, join, make_class
from tests.e2e.test_screens import is_right

TITLE = "Three irises"


def add_rule(teacher: Page, kind: str, place: int) -> Locator:
    """Add a rule of a kind; its card."""
    teacher.get_by_role("button", name="Add a rule").click()
    teacher.get_by_role("menuitem", name=kind, exact=True).click()
    return teacher.get_by_role("group", name=f"Rule {place}: {kind}")


def make_starter(teacher: Page) -> None:
    """A network of the teacher's own that learns from irises."""
    drawing.new_network(teacher)
    drawing.choose_dataset(teacher, "Iris")
    expect(drawing.layer(teacher, "dense")).to_be_visible()
    teacher.get_by_role("textbox", name="Name of the network").fill("Iris starter")
    teacher.keyboard.press("Enter")
    drawing.dock(teacher, "Training")
    teacher.get_by_label("epochs", exact=True).fill("2")
    drawing.saved(teacher)


def make_assignment(teacher: Page, class_page: str) -> None:
    """Make an assignment of that network, with hidden samples, a small palette and rules; publish it."""
    teacher.goto(class_page)
    teacher.get_by_role("button", name="New assignment").click()
    dialog = teacher.get_by_role("dialog", name="New assignment")
    dialog.get_by_label("Title").fill(TITLE)
    dialog.get_by_role("combobox", name="Starter network").click()
    teacher.get_by_role("option", name="Iris starter").click()
    dialog.get_by_role("button", name="Make it").click()
    teacher.wait_for_url("**/edit")
    teacher.get_by_label("Text in Markdown").fill("Tell **three irises** apart.\n\n- Draw one hidden layer.")
    teacher.get_by_role("tab", name="Preview").click()
    expect(teacher.locator("strong", has_text="three irises")).to_be_visible()
    teacher.get_by_role("switch", name="All layers stand in the palette").click()
    teacher.get_by_role("switch", name="All training settings are shown").click()
    add_rule(teacher, "Parameters", 1).get_by_label("At most").fill("100")
    without = add_rule(teacher, "Without layers", 2)
    without.get_by_label("What you say").fill("Try it without Dropout.")
    add_rule(teacher, "Score on the hidden samples", 3).get_by_label("At least").fill("0")
    looks_right(teacher)
    teacher.get_by_role("button", name="Save and publish").click()
    expect(teacher.get_by_text("Published", exact=True)).to_be_visible()
    expect(teacher.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def hand_in(student: Page, note: str) -> Locator:
    """Hand in what is drawn; what came of it once it is checked."""
    drawing.saved(student)
    student.get_by_role("button", name=re.compile("^Hand in")).click()
    dialog = student.get_by_role("dialog")
    dialog.get_by_label("Note").fill(note)
    dialog.get_by_role("button", name="Hand in").click()
    handed = student.get_by_role("region", name="What you handed in")
    expect(handed.get_by_text("Checked", exact=True)).to_be_visible()
    return handed


def looks_right(page: Page) -> None:
    """Whether it is right in both themes and at both sizes; it is as large as before then."""
    page.mouse.move(SIZE["width"] / 2, 4)  # away from what shows a tooltip
    is_right(page)
    page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})


def sees_what_is_left(student: Page) -> None:
    """The palette and the settings that the assignment leaves."""
    layers = student.get_by_role("complementary", name="Layers")
    layers.get_by_role("textbox", name="Search the layers").fill("conv")
    expect(layers.get_by_text("No layer of this assignment is called so")).to_be_visible()
    layers.get_by_role("textbox", name="Search the layers").fill("")
    drawing.dock(student, "Training")
    expect(student.get_by_label("epochs", exact=True)).to_be_visible()
    expect(student.get_by_label("batch_size", exact=True)).to_have_count(0)
    drawing.dock(student, "Training")


def sees_rules_follow(student: Page) -> None:
    """A rule is broken by a layer too many, and held to again without."""
    rules = student.get_by_role("list", name="Rules").get_by_role("listitem")
    expect(rules.nth(0).get_by_role("img", name="Met", exact=True)).to_be_visible()
    expect(rules.nth(2).get_by_role("img", name="Not known yet")).to_be_visible()
    drawing.layer(student, "input_layer").click()
    search = student.get_by_role("textbox", name="Search the layers")
    search.fill("dense")
    search.press("Enter")
    expect(rules.nth(0).get_by_role("img", name="Not met")).to_be_visible()
    takes_it_back_on_a_phone(student)
    expect(rules.nth(0).get_by_role("img", name="Met", exact=True)).to_be_visible()


def takes_it_back_on_a_phone(student: Page) -> None:
    """Undo is in the menu there, and so is sharing; the assignment leaves the status line free."""
    student.set_viewport_size(PHONE)
    panel = student.get_by_role("region", name="Assignment", exact=True).bounding_box()
    status = student.locator("[data-guide='status']").bounding_box()
    assert panel is not None
    assert status is not None
    assert panel["y"] + panel["height"] <= status["y"]
    student.get_by_role("button", name="More tools").click()
    expect(student.get_by_role("menuitem", name="Share this network")).to_be_visible()
    student.get_by_role("menuitem", name=re.compile("^Undo: ")).click()
    student.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})


def mark_and_comment(teacher: Page) -> None:
    """Say something of a layer, and give other points than the checks."""
    panel = teacher.get_by_role("region", name="Hand-in", exact=True)
    expect(panel.get_by_text("As it was.")).to_be_visible()
    drawing.layer(teacher, "dense").click()
    panel.get_by_label("Comment on dense").fill("Give it more units.")
    panel.get_by_role("button", name="Comment", exact=True).click()
    expect(drawing.layer(teacher, "dense").locator("[data-comments]")).to_be_visible()
    panel.get_by_label("At most 100 parameters", exact=True).fill("0.5")
    panel.get_by_label("Remark on the whole").fill("A good beginning.")
    panel.get_by_role("button", name="Keep the marks").click()
    expect(panel.get_by_text("Kept. The student sees them.")).to_be_visible()
    looks_right(teacher)


def takes_the_marks_away(teacher: Page) -> None:
    """The table of marks, in both ways."""
    for way, line in [("With commas", "Ada,1,"), ("With semicolons", "Ada;1;")]:
        teacher.get_by_role("button", name="Marks as CSV").click()
        with teacher.expect_download() as download:
            teacher.get_by_role("menuitem", name=way).click()
        assert line in Path(download.value.path()).read_text("utf-8-sig")


def hands_it_on(teacher: Page, class_page: str, folder: Path) -> None:
    """Take the assignment away as a file, make another of that, and put a picture into its text; take a ready one."""
    with teacher.expect_download() as download:
        teacher.get_by_role("link", name="Download as a file").click()
    download.value.save_as(folder / "irises.zip")
    teacher.goto(class_page)
    with teacher.expect_file_chooser() as chooser:
        teacher.get_by_role("button", name="From a file").click()
    chooser.value.set_files(folder / "irises.zip")
    expect(teacher.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(teacher.get_by_text("Draft", exact=True)).to_be_visible()
    Image.new("RGB", (40, 20), "teal").save(folder / "teal.png")
    with teacher.expect_file_chooser() as chooser:
        teacher.get_by_role("button", name="Add a picture").click()
    chooser.value.set_files(folder / "teal.png")
    expect(teacher.get_by_label("Text in Markdown")).to_have_value(re.compile(re.escape("![What it shows](teal.png)")))
    teacher.get_by_role("tab", name="Preview").click()
    expect(teacher.get_by_role("img", name="What it shows")).to_be_visible()
    teacher.get_by_role("button", name="Save", exact=True).click()
    expect(teacher.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    teacher.goto(class_page)
    teacher.get_by_role("button", name="From the library").click()
    teacher.get_by_role("dialog").get_by_role("button", name="Take Two ways that meet").click()
    expect(teacher.get_by_role("heading", name="Two ways that meet", level=1)).to_be_visible()


def test_an_assignment_from_its_making_to_its_marks(
    page: Page, new_context: Callable[..., BrowserContext], watched: Callable[[Page], Page], tmp_path: Path
) -> None:
    address = make_class(page, "7b, irises")
    class_page = page.url
    make_starter(page)
    make_assignment(page, class_page)

    student = watched(new_context().new_page())
    join(student, address, "Ada")
    student.get_by_role("link", name="Class", exact=True).click()
    expect(student.get_by_text("Not started")).to_be_visible()
    student.get_by_role("button", name=f"Start {TITLE}").click()
    student.wait_for_url("**/networks/*")
    expect(student.locator("strong", has_text="three irises")).to_be_visible()
    sees_what_is_left(student)
    sees_rules_follow(student)
    looks_right(student)
    handed = hand_in(student, "As it was.")
    expect(handed.get_by_text("3 of 3 points")).to_be_visible()

    page.goto(class_page)
    page.get_by_role("region", name="Assignments").get_by_role("link", name=TITLE).click()
    row = page.get_by_role("table", name="Hand-ins").get_by_role("row").filter(has_text="Ada")
    expect(row).to_contain_text("Checked")
    takes_the_marks_away(page)
    row.get_by_role("link", name="Ada").click()
    mark_and_comment(page)

    student.reload()
    handed = student.get_by_role("region", name="What you handed in")
    expect(handed.get_by_text("Give it more units.")).to_be_visible()
    expect(handed.get_by_text("A good beginning.")).to_be_visible()
    expect(handed.get_by_text("2.5 of 3 points")).to_be_visible()
    expect(drawing.layer(student, "dense").locator("[data-comments]")).to_be_visible()

    page.get_by_role("region", name="Hand-in", exact=True).get_by_role("link", name=TITLE).click()
    hands_it_on(page, class_page, tmp_path)
