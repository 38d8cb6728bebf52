"""Browser tests, against the real `manage.py up` in a data directory of its own. Run them in a process of their own: `pytest tests/e2e`.

- `server`: the running Layerloom, one for the session (`server.url`, `server.data`, `server.link()`, `server.lines`).
- `page`: a signed-in page, 1440 x 900, with `server.url` as its base: `page.goto("/")`. Layerloom must be built (`make build`).
- `new_page()`: more pages like it, e.g. a second tab.
- `trained`: a network and its finished run, to look at.
- `stranger`: a page in which no one is signed in.

A test fails when any of its pages logs an error, throws, or asks another origin for anything. The browser logs every 4xx answer as
an error; a test that provokes one says so: `@pytest.mark.expected_console("409")` (a pattern).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebSocket, expect

from tests.e2e import drawing
from tests.running import LINK, ROOT, Layerloom, layerloom
from tools import chromium

SIZE = {"width": 1440, "height": 900}
PATIENCE = 90_000  # milliseconds until something is given up that is always waited for; a busy machine is no fault

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Layerloom]:
    """A running Layerloom, with workers that answer."""
    assert (ROOT / "static/app/index.html").exists(), "The front end is not built: make build"
    with layerloom(tmp_path_factory.mktemp("data"), PYTHON_LAYERS="1") as running:
        running.wait_for(LINK)
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; root has no sandbox."""
    path = chromium.find()
    assert path, chromium.MISSING
    return browser_type_launch_args | {"executable_path": path, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], server: Layerloom) -> dict[str, Any]:
    """Every context finds the server by paths."""
    return browser_context_args | {"base_url": server.url, "viewport": SIZE}


@pytest.fixture(scope="session")
def signed_in(browser: Browser, server: Layerloom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of a browser that opened the link once."""
    path = tmp_path_factory.mktemp("browser") / "cookies.json"
    context = browser.new_context(base_url=server.url)
    answer = context.request.get(server.link(), max_redirects=0)
    assert answer.status == 302, answer.text()
    context.storage_state(path=path)
    context.close()
    return path


@dataclass(frozen=True)
class Trained:
    """A network and its finished run, by their ids."""

    network: str
    run: str


@pytest.fixture(scope="session")
def trained(browser: Browser, browser_context_args: dict[str, Any], signed_in: Path) -> Trained:
    """The smallest template, trained once for all tests that only look at what was trained."""
    context = browser.new_context(**browser_context_args, storage_state=signed_in)
    page = context.new_page()
    drawing.open_template(page, "Logistic regression")
    network = page.url.rpartition("/")[2]
    run = drawing.train(page, epochs=20)
    drawing.finished(page)
    context.close()
    return Trained(network, run)


@pytest.fixture
def complaints(request: pytest.FixtureRequest, server: Layerloom) -> Iterator[list[str]]:
    """What the test's pages complained about; it fails the test unless it was expected."""
    found: list[str] = []
    yield found
    expected = [mark.args[0] for mark in request.node.iter_markers("expected_console")]
    left = [text for text in found if not any(re.search(pattern, text) for pattern in expected)]
    assert not left, "The browser complained:\n" + "\n".join(left)


@pytest.fixture
def watched(complaints: list[str], server: Layerloom) -> Callable[[Page], Page]:
    """Watch a page for errors and for requests that leave the origin."""
    own = (server.url, "data:", "blob:", server.url.replace("http", "ws", 1))

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def asked(request: Request) -> None:
        if not request.url.startswith(own):
            complaints.append(f"left the origin: {request.url}")

    def opened(socket: WebSocket) -> None:
        if not socket.url.startswith(own):
            complaints.append(f"left the origin: {socket.url}")

    def watch(page: Page) -> Page:
        page.set_default_timeout(PATIENCE)
        page.on("console", console)
        page.on("pageerror", lambda error: complaints.append(f"thrown: {error}"))
        page.on("request", asked)
        page.on("websocket", opened)
        return page

    return watch


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], signed_in: Path) -> BrowserContext:
    """A context of the owner's browser."""
    return new_context(storage_state=signed_in)


@pytest.fixture
def new_page(context: BrowserContext, watched: Callable[[Page], Page]) -> Callable[[], Page]:
    """Open another tab of the owner's browser."""
    return lambda: watched(context.new_page())


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """A tab of the owner's browser."""
    return new_page()


@pytest.fixture
def stranger(new_context: Callable[..., BrowserContext], watched: Callable[[Page], Page]) -> Page:
    """A tab of a browser in which no one is signed in."""
    return watched(new_context().new_page())


@pytest.fixture
def browser_of_another(new_context: Callable[..., BrowserContext], watched: Callable[[Page], Page]) -> Callable[[], Page]:
    """Open a browser that nobody was in."""
    return lambda: watched(new_context().new_page())
