"""Notices whatever a reader must never do: execute, import, open a file, start a process, ask the network."""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FORBIDDEN = (
    "exec", "import", "open", "code.__new__", "function.__new__", "marshal.", "pickle.", "socket.", "subprocess.", "shutil.", "tempfile.",
    "ctypes.dlopen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link",
    "os.symlink", "os.chmod", "os.chown", "os.truncate", "os.listdir", "os.scandir", "os.putenv", "os.unsetenv", "os.chdir", "glob.", "urllib.",
    "http.", "ftplib.", "smtplib.", "sqlite3.", "webbrowser.", "pty.", "signal.pthread_kill", "mmap.__new__", "builtins.input",
    "builtins.breakpoint", "cpython.run_",
)  # fmt: skip


class Executed(Exception):
    """A reader did what it must not; the message tells what."""


HARMLESS = (
    "open ('<unknown>',",  # Python looks for the line of a syntax error
    "import ('encodings.",  # and decodes texts by codecs of its own
)
_seen: list[str] = []
_by_children = mmap.mmap(-1, 4096)  # shared with forked children: HDF5 files are tried in one first
_watcher = 0
_hooked = False


def _notice(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watcher or not event.startswith(FORBIDDEN):
        return
    told = f"{event} {arguments!r}"[:300]
    if told.startswith(HARMLESS):
        return
    if os.getpid() == _watcher:
        _seen.append(told)
    else:
        _by_children[:300] = told.encode("ascii", "replace").ljust(300)


@contextmanager
def watching() -> Iterator[None]:
    """Raises Executed at the end, where something of it was noticed. `compile` alone is no harm: that is how a program is parsed."""
    global _watcher, _hooked  # noqa: PLW0603  (an audit hook can never be taken away: it is added once and listens only in here)
    if not _hooked:
        sys.addaudithook(_notice)
        _hooked = True
    _seen.clear()
    _by_children[:300] = b" " * 300
    _watcher = os.getpid()
    try:
        yield
    finally:
        _watcher = 0
    if found := "; ".join([*_seen, _by_children[:300].decode().strip()]).strip("; "):
        raise Executed(found)
