"""Sharing, as those see it who share and those who look."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import drawing
from tests.running import ROOT, Layerloom, environment

SIGNED_IN = """
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
grace, _ = User.objects.get_or_create(username="grace")
session = SessionStore()
session[SESSION_KEY] = str(grace.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = grace.get_session_auth_hash()
session.create()
print(session.session_key)
"""


@pytest.fixture(scope="session")
def grace(server: Layerloom) -> dict[str, str]:
    """The cookie of another person, who is signed in."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", SIGNED_IN]
    made = subprocess.run(command, cwd=ROOT, env=environment(server.data, server.port), capture_output=True, text=True, check=True)
    return {"name": f"layerloom-{server.port}", "value": made.stdout.split()[-1], "url": server.url}


@pytest.fixture
def classmate(new_context: Callable[..., BrowserContext], watched: Callable[[Page], Page], grace: dict[str, str]) -> Page:
    """A tab of that other person's browser."""
    context = new_context()
    context.add_cookies([grace])  # type: ignore[list-item]
    return watched(context.new_page())


def share(page: Page, choice: str) -> str:
    """Share the open network; gives what is to be copied."""
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share this network")
    dialog.get_by_role("radio", name=choice).check()
    field = dialog.get_by_role("textbox", name="Link" if "link" in choice else "Address", exact=True)
    expect(field).to_be_visible()
    return field.input_value()


def trained(page: Page) -> tuple[str, str]:
    """A small network that was trained; gives its address and its run's id."""
    drawing.open_template(page, "Logistic regression")
    network = page.url
    drawing.set_parameter(page, "dense", "units", "3")
    drawing.saved(page)
    run = drawing.train(page, epochs=3)
    drawing.finished(page)
    page.goto(network)
    expect(drawing.canvas(page)).to_be_visible()
    return network, run


@pytest.mark.expected_console("404")
def test_who_has_the_link_sees_everything_changes_nothing_and_is_shown_out_when_it_is_taken_back(page: Page, stranger: Page) -> None:
    network, run = trained(page)
    link = share(page, "People with the link")

    stranger.goto(link)
    expect(stranger).to_have_url(network)
    expect(stranger.get_by_text("Someone’s network.")).to_be_visible()
    drawing.layer(stranger, "dense").click()
    units = stranger.locator("[data-inspector]").get_by_label("units", exact=True)
    expect(units).to_have_value("3")
    expect(units).to_be_disabled()
    for name in ("Train", "Share", "Undo"):
        expect(stranger.get_by_role("button", name=name, exact=True)).to_have_count(0)
    drawing.layer(stranger, "dense").click()
    stranger.keyboard.press("Delete")
    stranger.keyboard.press("Control+v")
    place = stranger.locator(".react-flow__node[data-id='dense']")
    before = place.get_attribute("style")
    drawing.layer(stranger, "dense").drag_to(drawing.canvas(stranger), target_position={"x": 60, "y": 200})
    assert place.get_attribute("style") == before

    drawing.dock(stranger, "Code")
    code = stranger.get_by_role("textbox", name="The network as Python")
    expect(code).to_contain_text("layers.Dense(3")
    code.click()
    stranger.keyboard.type("typed")
    expect(code).to_have_attribute("aria-readonly", "true")
    expect(code).not_to_contain_text("typed")
    drawing.dock(stranger, "Training")
    expect(stranger.get_by_label("epochs", exact=True)).to_be_disabled()
    drawing.dock(stranger, "Runs")
    stranger.get_by_role("link", name="Run 1").click()
    stranger.wait_for_url(f"**/runs/{run}")
    expect(stranger.get_by_text("Someone’s run.")).to_be_visible()
    expect(stranger.get_by_role("img", name="loss").or_(stranger.locator("canvas")).first).to_be_visible()
    for name in ("Train again", "Continue", "Name, tags and notes"):
        expect(stranger.get_by_role("button", name=name)).to_have_count(0)
    for tab in ("Inside", "Evaluation", "Predictions", "Try it", "Network", "Log", "Files"):
        stranger.get_by_role("tab", name=tab).click()
        expect(stranger.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        expect(stranger.get_by_role("tabpanel", name=tab)).not_to_be_empty()
        stranger.wait_for_load_state("networkidle")
    stranger.reload()
    expect(stranger.get_by_text("Someone’s run.")).to_be_visible()

    page.get_by_role("button", name="New link").click()
    expect(stranger.get_by_role("heading", name="This is not shared with you any more")).to_be_visible()
    stranger.goto(network)
    expect(stranger.get_by_text("This link opens nothing any more: its owner took it back.")).to_be_visible()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This link opens nothing any more")).to_be_visible()


@pytest.mark.expected_console("401")
def test_a_copy_is_ones_own_and_who_is_not_signed_in_gets_it_after_that(page: Page, stranger: Page, grace: dict[str, str]) -> None:
    drawing.open_template(page, "Logistic regression")
    link = share(page, "People with the link")
    stranger.goto(link)
    stranger.get_by_role("button", name="Make it mine").click()
    expect(stranger.get_by_role("heading", name="Open the link from the terminal")).to_be_visible()
    stranger.context.add_cookies([grace])  # type: ignore[list-item]  # as if a link from the terminal had been opened
    stranger.goto(link)
    expect(stranger.get_by_role("button", name="Train", exact=True)).to_be_visible()
    assert stranger.url != page.url
    expect(stranger.get_by_text("A copy of Logistic regression by someone.")).to_be_visible()
    drawing.set_parameter(stranger, "dense", "units", "7")
    drawing.saved(stranger)
    page.reload()
    drawing.layer(page, "dense").click()
    expect(page.locator("[data-inspector]").get_by_label("units", exact=True)).not_to_have_value("7")


def test_what_is_public_is_found_by_everyone_under_shared(page: Page, classmate: Page, tmp_path: Path) -> None:
    drawing.open_template(page, "Multilayer perceptron")
    name = f"Shared by {tmp_path.name}"
    page.get_by_role("textbox", name="Name of the network").fill(name)
    drawing.saved(page)
    assert share(page, "Everyone") == page.url
    classmate.goto("/shared")
    classmate.get_by_role("link", name=name).click()
    expect(classmate).to_have_url(page.url)
    expect(classmate.get_by_text("Someone’s network.")).to_be_visible()
    classmate.get_by_role("button", name="Make it mine").click()
    expect(classmate.get_by_role("button", name="Train", exact=True)).to_be_visible()
    assert classmate.url != page.url
