"""The ASGI application: sockets only for our own pages, bodies within bounds, background work, no Keras."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator

from config.asgi import application
from config.body_limit import BodyLimit
from config.lifespan import Lifespan, on_start
from tests.running import ROOT


async def opened(path: str, origin: str | None, host: str = "127.0.0.1:8000") -> dict[str, Any]:
    """The answer to a socket that is opened as a browser does."""
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])
    line: Any = ApplicationCommunicator(application, {"type": "websocket", "path": path, "query_string": b"", "headers": headers})  # type: ignore[no-untyped-call]
    await line.send_input({"type": "websocket.connect"})
    answer: dict[str, Any] = await line.receive_output(10)
    return answer


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "http://127.0.0.1.evil.example:8000", "null", None], ids=str)
async def test_a_socket_from_another_origin_is_refused(origin: str | None) -> None:
    assert await opened("/ws/runs/abc", origin) == {"type": "websocket.close", "code": 4403}


@pytest.mark.django_db(transaction=True)  # what refuses it closes old connections
async def test_a_socket_under_a_name_that_is_not_ours_is_refused() -> None:
    assert (await opened("/ws/runs/abc", "http://rebound.example", "rebound.example"))["type"] == "websocket.close"


@pytest.mark.django_db(transaction=True)
async def test_a_socket_that_nothing_listens_on_is_closed() -> None:
    assert await opened("/ws/nothing", "http://127.0.0.1:8000") == {"type": "websocket.close", "code": 4404}


async def sent_through(chunks: list[bytes], headers: list[tuple[bytes, bytes]], path: str = "/") -> tuple[bytes | None, list[dict[str, Any]]]:
    """What the app behind a limit of 10 bytes (of 20 at /large) reads to its end, and what is answered."""
    waiting = [{"type": "http.request", "body": chunk, "more_body": number < len(chunks)} for number, chunk in enumerate(chunks, 1)]
    answers: list[Any] = []
    read: bytes | None = None

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal read
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message["body"], message.get("more_body", False)
        read = body

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        answers.append(message)

    await BodyLimit(app, 10, {"/large": 20, "/all/*/files": 20})({"type": "http", "path": path, "headers": headers}, receive, send)
    return read, answers


async def test_a_body_within_the_limit_arrives_whole() -> None:
    assert await sent_through([b"12345", b"67890"], [(b"content-length", b"10")]) == (b"1234567890", [])
    assert await sent_through([b"12345", b"67890"], [(b"transfer-encoding", b"chunked")]) == (b"1234567890", [])


@pytest.mark.parametrize("headers", [[(b"content-length", b"11")], [(b"transfer-encoding", b"chunked")]], ids=["announced", "streamed"])
async def test_a_body_over_the_limit_is_answered_and_never_kept(headers: list[tuple[bytes, bytes]]) -> None:
    read, answers = await sent_through([b"123456", b"78901"], headers)
    assert read is None
    assert answers[0]["status"] == 413
    assert json.loads(answers[1]["body"])["problems"][0]["code"] == "too_large"


@pytest.mark.parametrize("headers", [[(b"content-length", b"12")], [(b"transfer-encoding", b"chunked")]], ids=["announced", "streamed"])
async def test_an_address_that_takes_files_has_a_limit_of_its_own(headers: list[tuple[bytes, bytes]]) -> None:
    assert await sent_through([b"123456", b"789012"], headers, "/large") == (b"123456789012", [])
    assert await sent_through([b"123456", b"789012"], headers, "/all/below/files") == (b"123456789012", [])
    assert (await sent_through([b"x" * 12, b"y" * 12], [(b"transfer-encoding", b"chunked")], "/large"))[1][0]["status"] == 413


async def test_background_work_runs_from_start_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.lifespan._work", [])
    running, ended = asyncio.Event(), asyncio.Event()

    @on_start
    async def work() -> None:
        running.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    answers: asyncio.Queue[Any] = asyncio.Queue()
    server = asyncio.create_task(Lifespan(application)({"type": "lifespan"}, messages.get, answers.put))
    await messages.put({"type": "lifespan.startup"})
    assert (await answers.get())["type"] == "lifespan.startup.complete"
    await asyncio.wait_for(running.wait(), 5)
    await messages.put({"type": "lifespan.shutdown"})
    assert (await answers.get())["type"] == "lifespan.shutdown.complete"
    await server
    assert ended.is_set()


def test_the_web_process_never_imports_keras() -> None:
    code = (
        "import sys, config.asgi, config.api, django.urls; django.urls.get_resolver().url_patterns; print({'keras', 'tensorflow'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "set()"
