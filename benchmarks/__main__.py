"""`make bench`: run every benchmark, print one table of ratios, write benchmarks/results.json and README's table.

Each `bench_*.py` beside this file has a `run() -> list[Row]`; `python -m benchmarks training canvas` runs only those.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from pathlib import Path

from benchmarks.rows import Row, is_held, table

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def main(wanted: list[str]) -> int:
    """Run the benchmarks; the exit status is 1 when a target is missed."""
    names = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    unknown = set(wanted) - set(names)
    if unknown:
        print(f"There is no benchmark called {', '.join(sorted(unknown))}; there are {', '.join(names)}.")
        return 2
    rows: list[Row] = []
    for name in wanted or names:
        print(f"… {name}", file=sys.stderr, flush=True)
        found = importlib.import_module(f"benchmarks.bench_{name}").run()
        print(table(found), file=sys.stderr, flush=True)  # at once: what comes after may be cut off
        rows += found
    print(machine(), table(rows), sep="\n\n")
    if not wanted:
        (HERE / "results.json").write_text(json.dumps(rows, indent=2) + "\n")
        _into_readme(f"{machine()}\n\n{table(rows)}")
    return 0 if all(map(is_held, rows)) else 1


def machine() -> str:
    """The machine in one line."""
    cpu = next((line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    return f"Measured on {os.cpu_count()} cores ({cpu}), {platform.system()} {platform.machine()}, Python {platform.python_version()}."


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def _into_readme(text: str) -> None:
    before, rest = README.read_text().split(BEGIN)
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
