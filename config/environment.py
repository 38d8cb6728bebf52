"""What the environment sets: HOST, PORT, DATA_DIR, ALLOWED_HOSTS, HTTPS, PYTHON_LAYERS, TRAINING_BACKEND and so on. Read once, without Django."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
HTTPS = os.environ.get("HTTPS", "") not in ("", "0")
CHECKPOINT_SECONDS = float(os.environ.get("CHECKPOINT_SECONDS") or 10)  # between two checkpoints of a training at the least
TRAINING_SECONDS = float(os.environ["TRAINING_HOURS"]) * 3600 if os.environ.get("TRAINING_HOURS") else None  # how long one may take
GIVE_WAY_SECONDS = float(os.environ.get("GIVE_WAY_SECONDS") or 60)  # who has no run in training waits at most about so long for one that has
TRAINING_BACKEND = os.environ.get("TRAINING_BACKEND") or "tensorflow"  # what Keras trains on; several with commas
TRAINING_DEVICES = os.environ.get("TRAINING_DEVICES") or ""  # gpu, cpu, or both with a comma; gpu where there is one unless set
GUESTS = os.environ.get("GUESTS", "1") not in ("", "0")  # whether people may look around without an account, where other machines reach us
PYTHON_LAYERS = os.environ.get("PYTHON_LAYERS", "") not in ("", "0")  # whether a training may execute the Python that people type


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def address(host: str, port: str) -> str:
    """Where a browser on this machine finds a server that listens on host and port."""
    local = "127.0.0.1" if host in ("0.0.0.0", "::", "[::]") else host.strip("[]")  # noqa: S104
    return f"http://{f'[{local}]' if ':' in local else local}:{port}"


def allowed_hosts(host: str) -> list[str]:
    """The names this server answers to: its own on loopback; elsewhere the machine's names and addresses, or ALLOWED_HOSTS (with commas)."""
    named = [name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",") if name.strip()]
    own = ["127.0.0.1", "localhost", "[::1]"]
    if is_loopback(host) or named:
        return [*own, *named]
    return [*own, host, socket.gethostname(), socket.getfqdn(), *_addresses()]


def _addresses() -> list[str]:
    """The addresses of this machine that a name server or the routing table know; asks nobody outside."""
    found: set[str] = set()
    try:
        found |= {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing: only asks which of our addresses would be used
            found.add(str(probe.getsockname()[0]))
    except OSError:
        pass
    return sorted(f"[{address}]" if ":" in address else address for address in found)


def largest_upload() -> int:
    """How many bytes a file may hold that is to be read: UPLOAD_MB, or 600, which VGG16 with its weights fits into."""
    return int(os.environ.get("UPLOAD_MB") or 600) * 1_000_000


def made(folder: Path) -> Path:
    """A folder, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs cookies: SECRET_KEY, or one made on the first start and kept in the data directory."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
