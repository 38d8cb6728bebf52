"""A limit on request bodies that holds before anything is stored: Django itself spools a body of any size to disk."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from http import HTTPStatus

from config.lifespan import ASGIApp, Receive, Scope, Send
from config.problem_bodies import problem_body

DISCARDED = 64_000_000  # bytes read and dropped, so that a client in good faith reads the answer instead of a reset


class BodyLimit:
    """Answers 413 for bodies over `most` bytes, whether announced or streamed.

    `of_paths` names paths that take more; a * in one stands for anything.
    """

    def __init__(self, app: ASGIApp, most: int, of_paths: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.most = most
        self.of_paths = of_paths or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        path = str(scope.get("path", ""))
        most = next((most for pattern, most in self.of_paths.items() if fnmatchcase(path, pattern)), self.most)
        announced = int(dict(scope["headers"]).get(b"content-length", b"0") or 0)
        if announced > most:
            await _refuse(most, announced, receive, send)
            return
        counted = _Counted(receive, most)
        await self.app(scope, counted, send)
        if counted.received > most:
            await _refuse(most, counted.received, receive, send, counted.more)


class _Counted:
    """Hands a body on as it arrives; once it is over the limit, the app is told that the client went away."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive = receive
        self.most = most
        self.received = 0
        self.more = True

    async def __call__(self) -> dict[str, object]:
        message = dict(await self.receive())
        self.received += len(message.get("body", b""))
        self.more = bool(message.get("more_body", False))
        return message if self.received <= self.most else {"type": "http.disconnect"}


async def _refuse(most: int, size: int, receive: Receive, send: Send, more: bool = True) -> None:
    dropped = 0
    while more and dropped < DISCARDED:
        message = await receive()
        dropped += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = problem_body("too_large", f"A request to this address holds at most {most:,} bytes; received {max(size, dropped):,}.")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "headers": headers})
    await send({"type": "http.response.body", "body": body})
