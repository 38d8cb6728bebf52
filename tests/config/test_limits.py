"""What is too large is refused with a sentence before any of it is kept: every body of the API, every file, every message of a socket."""

from __future__ import annotations

import asyncio
import json
import socket
from fnmatch import fnmatchcase
from typing import Any

import pytest
import uvicorn
from asgiref.testing import ApplicationCommunicator
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from config.asgi import TAKES_FILES, application
from config.serve import LONGEST_FRAME, configured
from designer.core.document import MAX_BYTES
from tests.config.test_permissions import routes
from training.uploads import PIECE

TAKING_BODIES = [route for route in routes() if route.split()[0] in ("post", "put", "patch")]


def takes_files(route: str) -> bool:
    """Whether a route's address takes files, which may be larger than a document."""
    path = f"/api{route.split()[1]}"
    return any(fnmatchcase(path, pattern) for pattern in TAKES_FILES)


@pytest.mark.parametrize("route", TAKING_BODIES)
async def test_a_body_that_is_too_large_for_its_route_is_refused_with_a_sentence(route: str) -> None:
    method, path = route.split()
    most = max((*TAKES_FILES.values(), MAX_BYTES)) if takes_files(route) else MAX_BYTES
    address = f"/api{path}".replace("{", "").replace("}", "")
    headers = [(b"host", b"127.0.0.1"), (b"content-length", str(most + 1).encode())]
    scope = {"type": "http", "method": method.upper(), "path": address, "query_string": b"", "headers": headers}
    line: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]
    await line.send_input({"type": "http.request", "body": b"", "more_body": False})
    start, body = await line.receive_output(10), await line.receive_output(10)
    [problem] = json.loads(body["body"])["problems"]
    assert (start["status"], problem["code"]) == (413, "too_large")
    assert problem["message"].startswith("A request to this address holds at most ")


def test_only_addresses_of_files_take_more_than_a_document() -> None:
    larger = {route for route in TAKING_BODIES if takes_files(route)}
    of_uploads = {"patch /uploads/{upload_id}", "post /uploads/{upload_id}/inspection"}
    assert larger == {"post /read", "post /read-weights", "post /classes/{class_id}/assignments/file"} | of_uploads
    assert TAKES_FILES["/api/uploads/*"] == PIECE


async def test_a_message_of_a_socket_that_is_too_large_ends_it() -> None:
    async def hears(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": "heard"})

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(configured(hears, lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with connect(f"ws://127.0.0.1:{listening.getsockname()[1]}/") as line:
            await line.send("x" * LONGEST_FRAME)
            assert await line.recv() == "heard"
            await line.send("x" * (LONGEST_FRAME + 1))
            with pytest.raises(ConnectionClosedError) as closed:
                await line.recv()
        server.should_exit = True
        await serving
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
