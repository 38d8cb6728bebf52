"""Sockets are opened only by our own pages: browsers send cookies with a socket whoever's page opens it."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.lifespan import ASGIApp, Receive, Scope, Send


class SameOrigin:
    """Refuses a socket whose Origin is another host or another port than the one it is opened on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the socket on, or refuse it."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host"), headers.get(b"origin", "")
        if host is not None and urlsplit(origin).netloc.lower() != host.lower():
            await send({"type": "websocket.close", "code": 4403})
            return
        await self.app(scope, receive, send)


async def no_such_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers sockets that nothing listens on."""
    await send({"type": "websocket.close", "code": 4404})
