"""What must hold before Layerloom starts. Every refusal is a sentence that says what to do."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from config.environment import is_loopback


class Refused(RuntimeError):
    """Layerloom cannot start like this; the message says why and what to do."""


@dataclass(frozen=True)
class Holder:
    """Who runs on a data directory, and where it listens."""

    host: str
    port: str
    process: int


def lock(folder: Path) -> IO[str]:
    """Take the data directory for this process, as long as the returned file is open; the kernel frees it whatever ends us."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+")
    except OSError as error:
        raise Refused(f"The data directory {folder} cannot be written ({error.strerror}). Set DATA_DIR to one that can.") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Refused(
            f"Layerloom already runs on {folder}{_where(folder)}. Stop it first, or give this one a directory of its own with DATA_DIR."
        ) from None
    return file


def sign(file: IO[str], host: str, port: str) -> None:
    """Write into the lock who holds it."""
    file.truncate(0)
    file.write(json.dumps(asdict(Holder(host, port, os.getpid()))))
    file.flush()


def holder(folder: Path) -> Holder | None:
    """Who runs on the data directory; None where no one does."""
    try:
        with (folder / "lock").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(ValueError, TypeError, OSError):
            return Holder(**json.loads((folder / "lock").read_text()))
    except OSError:
        pass
    return None


def _where(folder: Path) -> str:
    found = holder(folder)
    return f", on port {found.port} (process {found.process})" if found else ""


def bind(host: str, port: str) -> socket.socket:
    """The socket that the web process will serve."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Refused(f"PORT must be a number from 1 to 65535; received {port!r}.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with contextlib.ExitStack() as unless_bound:
            found = unless_bound.enter_context(socket.socket(family, socket.SOCK_STREAM))
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(address)
            found.listen(2048)
            unless_bound.pop_all()
    except OSError as error:
        raise Refused(_why_not_bound(error, host, port)) from error
    return found


def _why_not_bound(error: OSError, host: str, port: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop that one, or start Layerloom on another: put PORT={int(port) + 1} before the command."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the system. Choose one from 1024 on: put PORT=8000 before the command."
    return f"Layerloom cannot listen on {host}, port {port}: {error.strerror}. HOST must be an address of this machine."


def need_accounts(host: str) -> None:
    """Refuse to be reachable from other machines while nobody has a password."""
    if is_loopback(host):
        return
    if not get_user_model().objects.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(password="").exists():
        raise Refused(
            f"On {host} other machines can reach Layerloom, and no account has a password yet. "
            "Make one first with `make account`, or leave HOST out to use Layerloom on this machine alone."
        )
