"""A WebSocket straight into the ASGI application. (channels.testing has one, but importing it needs daphne.)"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.testing import ApplicationCommunicator
from django.test import Client

from config.asgi import application

PATIENCE = 60  # seconds


class SocketClient:
    """A browser's socket, with the cookies of a signed-in client."""

    def __init__(self, application: Any, client: Client, path: str) -> None:
        path, _, query = path.partition("?")
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        headers = [(b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1"), (b"cookie", cookies.encode())]
        scope = {"type": "websocket", "path": path, "query_string": query.encode(), "headers": headers, "subprotocols": []}
        self._line: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]

    async def open(self) -> None:
        """Connect; raises AssertionError when the server does not accept."""
        await self._line.send_input({"type": "websocket.connect"})
        answer = await self._line.receive_output(PATIENCE)
        assert answer["type"] == "websocket.accept", answer

    async def receive(self) -> dict[str, Any]:
        """The server's next message."""
        message: dict[str, Any] = await self._line.receive_output(PATIENCE)
        return message

    async def closed_with(self) -> int:
        """The code with which the server closes it, whatever it says before; as the protocol has it, 1000 where it gives none."""
        while (message := await self.receive())["type"] != "websocket.close":
            pass
        return int(message.get("code", 1000))

    async def close(self) -> None:
        """Go away and wait until the server has noticed."""
        if not self._line.future.done():
            await self._line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self._line.wait(PATIENCE)


@asynccontextmanager
async def opened(client: Client, path: str) -> AsyncIterator[SocketClient]:
    """A socket of Layerloom's, open for as long as it is looked at."""
    socket = SocketClient(application, client, path)
    await socket.open()
    yield socket
    await socket.close()
