"""The real thing: `manage.py up` in a data directory of its own, on a free port."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from config.processes import bound_to_parent

ROOT = Path(__file__).parent.parent
START_SECONDS = 240
LINK = re.compile(r"http://\S+/login\?token=\S+")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Layerloom:
    """A running `manage.py up`: its address, its data, what it printed."""

    data: Path
    port: int
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    printed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def wait_for(self, pattern: str | re.Pattern[str], seconds: float = START_SECONDS, after: int = 0) -> str:
        """Wait until a line is printed that the pattern is found in, and give what was found; `after` skips that many lines."""

        def found() -> str | None:
            return next((match[0] for line in self.lines[after:] if (match := re.search(pattern, line))), None)

        with self.printed:
            self.printed.wait_for(lambda: found() or self.process.poll() is not None, seconds)
        result = found()
        assert result is not None, f"{pattern!r} was not printed in:\n" + "\n".join(self.lines)
        return result

    def link(self) -> str:
        """A fresh link that signs a browser in."""
        command = [sys.executable, "manage.py", "link"]
        return subprocess.run(command, cwd=ROOT, env=environment(self.data, self.port), capture_output=True, text=True, check=True).stdout.strip()

    def children(self) -> dict[str, int]:
        """The pids of the programs it runs, by a word of their command line: web, broker, analysis, training."""
        words = {
            "config.serve": "web",
            "valkey-server": "broker",
            "analysis@": "analysis",
            "training@": "training",
            "inference@": "inference",
            "files@": "files",
        }
        found: dict[str, int] = {}
        for pid in _descendants(self.process.pid, direct=True):
            line = _command_line(pid)
            found |= {name: pid for word, name in words.items() if word in line}
        return found

    def descendants(self) -> list[int]:
        """The pids of every process under it."""
        return _descendants(self.process.pid)

    def watches(self) -> list[int]:
        """A pidfd of every process under it; none where the system has none."""
        found = []
        for pid in self.descendants() if hasattr(os, "pidfd_open") else []:
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                found.append(os.pidfd_open(pid))
        return found

    def read(self) -> None:
        """Collect what it prints; runs in a thread."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.printed:
                self.lines.append(line.rstrip())
                self.printed.notify_all()
        with self.printed:
            self.printed.notify_all()


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a Layerloom of its own: nothing of the test's broker."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DJANGO_SETTINGS_MODULE", "HTTPS", "ALLOWED_HOSTS")}
    return inherited | {"DATA_DIR": str(data), "PORT": str(port), "HOST": "127.0.0.1", "NO_BROWSER": "1", "PYTHONUNBUFFERED": "1"} | more


@contextlib.contextmanager
def layerloom(data: Path, port: int | None = None, *arguments: str, **more: str) -> Iterator[Layerloom]:
    """Start it, give it while it runs, and end it; `arguments` are those of `up`, and `more` its environment.

    Whoever is told to end it by SIGTERM counts as a success and leaves no process, each time.
    """
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", *arguments],
        cwd=ROOT,
        env=environment(data, port, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=bound_to_parent(),
    )
    running = Layerloom(data, port, process)
    reader = threading.Thread(target=running.read, daemon=True)
    reader.start()
    try:
        yield running
    finally:
        try:
            if process.poll() is None:
                ended(running, signal.SIGTERM)
        finally:
            process.kill()
            process.wait()
            reader.join(10)
            assert process.stdout is not None
            process.stdout.close()


def ended(running: Layerloom, number: signal.Signals) -> None:
    """Have a signal end everything: it counts as a success, and no process is left."""
    watches = running.watches()
    running.process.send_signal(number)
    assert running.process.wait(90) == 0, "\n".join(running.lines[-40:])
    wait_until_gone(watches)


def wait_until_gone(watches: list[int]) -> None:
    """Wait until the processes behind pidfds have ended."""
    for watch in watches:
        assert select.select([watch], [], [], 60)[0], "a process outlives it"
        os.close(watch)


def _descendants(root: int, *, direct: bool = False) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            children.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found = list(children.get(root, []))
    for pid in found if not direct else []:
        found += children.get(pid, [])
    return found


def _command_line(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""
