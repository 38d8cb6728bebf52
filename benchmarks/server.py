"""The real Layerloom for benchmarks, and a signed-in client of it."""

from __future__ import annotations

import http.client
import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.running import LINK, layerloom

HTTP_ERROR = 400
REQUEST_SECONDS = 600  # keeping a large data set


class Client:
    """The owner's requests, over one kept connection."""

    def __init__(self, port: int, link: str) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=REQUEST_SECONDS)
        self.request("GET", link.partition(str(port))[2])
        self.request("GET", "/")

    @property
    def cookie_header(self) -> str:
        """The cookies as a header's value."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def request(self, method: str, path: str, body: str | bytes | None = None) -> bytes:
        """One request, a text being JSON; raises RuntimeError for a 4xx or 5xx."""
        csrf = next((value for name, value in self.cookies.items() if name.startswith("csrftoken")), "")
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = {"Cookie": self.cookie_header, "Content-Type": kind, "X-CSRFToken": csrf}
        try:
            answer = self._sent(method, path, body, headers)
        except (BrokenPipeError, ConnectionResetError):  # the server closes a connection that was idle for some seconds
            self._connection.close()
            answer = self._sent(method, path, body, headers)
        data = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status >= HTTP_ERROR:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:500]!r}")
        return data

    def _sent(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()

    def json(self, method: str, path: str, body: Any = None) -> Any:
        """One request with JSON both ways."""
        return json.loads(self.request(method, f"/api{path}", None if body is None else json.dumps(body)))


@contextmanager
def served(environment: Mapping[str, str] | None = None) -> Iterator[Client]:
    """Start Layerloom in a data directory of its own, sign in, wait for a worker; end it afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, layerloom(Path(folder), None, **(environment or {})) as running:
        client = Client(running.port, running.wait_for(LINK))
        _use_every_worker(client)
        yield client


def _use_every_worker(client: Client) -> None:
    """Analyse, train and judge the smallest network, so that no measurement shares the machine with a worker that is still starting."""
    document = next(template["document"] for template in client.json("GET", "/templates") if template["name"] == "logistic_regression")
    document["training"] |= {"epochs": 1, "callbacks": []}
    network = client.json("POST", "/networks", {"document": document})["id"]
    run = client.json("POST", f"/networks/{network}/runs", {"document": document})["id"]
    while client.json("GET", f"/runs/{run}")["state"] != "finished":
        time.sleep(0.2)
    client.json("GET", f"/runs/{run}/samples")
