"""The real Layerloom for benchmarks: `manage.py up` on a free port with a data directory of its own, and a signed-in client."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """A running Layerloom and the cookies of its owner."""

    port: int
    token: str
    folder: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.request("GET", f"/login?token={self.token}")
        self.request("GET", "/")

    @property
    def cookie_header(self) -> str:
        """The cookies as a header's value."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def request(self, method: str, path: str, body: str | None = None) -> bytes:
        """One request over a kept connection; raises RuntimeError for a 4xx or 5xx."""
        headers = {"Cookie": self.cookie_header, "Content-Type": "application/json", "X-CSRFToken": self.cookies.get("csrftoken", "")}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        data = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:500]!r}")
        return data

    def json(self, method: str, path: str, body: Any = None) -> Any:
        """One request with JSON both ways."""
        return json.loads(self.request(method, f"/api{path}", None if body is None else json.dumps(body)))


@contextmanager
def layerloom() -> Iterator[Server]:
    """Start Layerloom, wait until it is ready, stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        port = _free_port()
        environment = os.environ | {"PORT": str(port), "DATA_DIR": folder, "NO_BROWSER": "1", "HOST": "127.0.0.1"}
        environment.pop("REDIS_URL", None)
        process = subprocess.Popen([sys.executable, "manage.py", "up"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            yield Server(port, _token(process), Path(folder))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def _token(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"/login\?token=(\S+)", line):
            return found[1]
    raise RuntimeError("Layerloom ended before it was ready")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
