"""Makes .venv and installs the locked packages, once for each state of the lock: `python -m tools.install run`, `dev` or `gpu`.

Run by a Python that may have nothing but its standard library. Packages are added and never taken away, so `make run` after
`make test` changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
UV = "uv==0.13.9"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt", "gpu": "requirements-gpu.txt"}


def python() -> Path:
    """The environment's Python."""
    return VENV / "bin" / "python"


def state_of(lock: Path) -> str:
    """What an installation depends on: the lock, the Python, the place."""
    return hashlib.sha256(b"\0".join([lock.read_bytes(), sys.version.encode(), str(ROOT).encode()])).hexdigest()


def is_installed(kind: str, venv_dir: Path = VENV) -> bool:
    """Whether the lock, as it is now, was installed."""
    stamp = venv_dir / f".installed-{kind}"
    return stamp.exists() and stamp.read_text() == state_of(ROOT / LOCKS[kind])


def _stamp(kind: str) -> None:
    (VENV / f".installed-{kind}").write_text(state_of(ROOT / LOCKS[kind]))


def _works() -> bool:
    """Whether there is an environment, made by a Python like this one and not moved since."""
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r} or sys.prefix != {str(VENV)!r})"
    try:
        return subprocess.run([python(), "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def add(*what: str) -> None:
    """Install packages by uv, or by pip, which may know another way to an index or its certificates; raises CalledProcessError.

    They are compiled once, here: without that, a Python that may not write beside them compiles Keras anew at each start.
    """
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--compile-bytecode", "--python", str(python())]
    environment = os.environ | {"UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")}
    if subprocess.run([*uv, *what], env=environment, check=False).returncode:
        print("uv could not install this; trying pip …", flush=True)
        subprocess.run([python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what], check=True)


def remove(package: str) -> None:
    """Take a package away, if it is there."""
    subprocess.run([str(VENV / "bin" / "uv"), "pip", "uninstall", "--quiet", "--python", str(python()), package], check=False)


def install(kind: str) -> None:
    """Bring the environment to the lock; raises CalledProcessError."""
    if not _works():
        print("Making the virtual environment .venv …", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    if not (VENV / "bin" / "uv").exists():
        subprocess.run([python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], check=True)
    print(f"Installing {LOCKS[kind]} …", flush=True)
    if kind == "gpu":
        remove("tensorflow-cpu")  # TensorFlow for CUDA lies in the same folder
    add("--require-hashes", "-r", str(ROOT / LOCKS[kind]))
    _stamp(kind)
    if kind in ("dev", "gpu"):
        _stamp("run")  # these locks hold that one, version by version (tests/tools/test_locks.py)


def main(kind: str) -> int:
    """Install what is missing; seconds when nothing is."""
    if is_installed(kind) and python().exists():
        return 0
    try:
        install(kind)
    except subprocess.CalledProcessError:
        print("The packages could not be installed; the lines above say why. Layerloom needs a package index for this, once.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
