"""Whether the generated files are what their generators write today: `python -m tools.generated check`, or `write`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import frontend

ROOT = Path(__file__).resolve().parent.parent
OPENAPI = ROOT / "docs" / "openapi.json"
SCHEMA = ROOT / "frontend" / "src" / "api" / "schema.ts"


def write() -> None:
    """Write docs/openapi.json from the API, and the front end's types from that; raises CalledProcessError."""
    subprocess.run([sys.executable, ROOT / "manage.py", "export_openapi"], cwd=ROOT, check=True)
    frontend.npm("run", "--silent", "api")


def stale() -> list[Path]:
    """The generated files that differ from what would be written now. Leaves them as they are."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {file: Path(folder) / file.name for file in (OPENAPI, SCHEMA) if file.exists()}
        for file, copy in kept.items():
            shutil.copy2(file, copy)
        try:
            write()
            return [file for file in (OPENAPI, SCHEMA) if file not in kept or file.read_bytes() != kept[file].read_bytes()]
        finally:
            for file, copy in kept.items():
                shutil.copy2(copy, file)


def main(what: str) -> int:
    """Write, or check and name what is stale."""
    if what == "write":
        write()
        return 0
    found = stale()
    for file in found:
        print(f"{file.relative_to(ROOT)} is not what its generator writes today: make generated", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
