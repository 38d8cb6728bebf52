"""Finds the Chromium that browser tests drive, or installs it: `python -m tools.chromium` prints its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = (
    "Browser tests need Chromium and found none. Install it (Debian: apt install chromium; Fedora: dnf install chromium; "
    "macOS: brew install --cask chromium), or set CHROMIUM to the path of a Chromium or Chrome."
)


def find() -> str | None:
    """The path of a browser that starts: CHROMIUM's, or one on PATH."""
    named = os.environ.get("CHROMIUM")
    return next((path for path in ([named] if named else map(shutil.which, NAMES)) if path and starts(path)), None)


def starts(path: str) -> bool:
    """Whether it is a browser and not a note that tells to install one."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Install Debian's package, where we may."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        print("Installing Chromium by apt-get …", file=sys.stderr, flush=True)
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdout=sys.stderr, check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet, stdout=sys.stderr, check=False)


def main() -> int:
    """Print the path of a browser, installing it where it is missing."""
    if find() is None and not os.environ.get("CHROMIUM"):
        install()
    found = find()
    print(found or MISSING, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
