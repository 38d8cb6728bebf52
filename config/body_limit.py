"""A limit on request bodies that holds before anything is stored: Django itself spools a body of any size to disk."""

from __future__ import annotations

from http import HTTPStatus

from config.lifespan import ASGIApp, Receive, Scope, Send
from config.problem_bodies import problem_body

DISCARDED = 64_000_000  # bytes read and dropped, so that a client in good faith reads the answer instead of a reset


class BodyLimit:
    """Answers 413 for bodies over `most` bytes, whether announced or streamed."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        announced = int(dict(scope["headers"]).get(b"content-length", b"0") or 0)
        if announced > self.most:
            await self._refuse(announced, receive, send)
            return
        if b"transfer-encoding" not in dict(scope["headers"]):
            await self.app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self.most:
                await self._refuse(len(body), receive, send, more)
                return
        await self.app(scope, _replay(body, receive), send)

    async def _refuse(self, size: int, receive: Receive, send: Send, more: bool = True) -> None:
        dropped = 0
        while more and dropped < DISCARDED:
            message = await receive()
            dropped += len(message.get("body", b""))
            more = message.get("more_body", False)
        body = problem_body("too_large", f"A request holds at most {self.most:,} bytes; received {max(size, dropped):,}.")
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> dict[str, object]:
        return waiting.pop() if waiting else dict(await receive())

    return next_message
