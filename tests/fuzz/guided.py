"""`python -m tests.fuzz.guided`: atheris changes texts by what they reach in the readers, until one fails or the runs are done.

The cases of `tests.fuzz` damage by chance; these follow the branches of the readers of text. A text that fails is kept in var/fuzz.
"""

from __future__ import annotations

import logging
import resource
import sys
from pathlib import Path

import atheris

KEPT = Path("var/fuzz")
MEMORY = 6 * 1024**3
LONGEST = 4_096  # bytes of a text: a longer one reaches no other branch
MODULES = ["designer.core.importers", "designer.core.formula", "designer.core.arithmetic", "designer.core.document"]

with atheris.instrument_imports(include=MODULES):
    from designer.core.importers import prototxt, python_code  # noqa: F401  (imported to be instrumented)
    from tests.fuzz.cases import Hang, warmed, watched
    from tests.fuzz.seeds import Seed

TEXTS = (".py", ".json", ".yaml", ".prototxt", ".ipynb", "")


def once(data: bytes) -> None:
    """One text, read as whatever it looks like."""
    try:
        watched(Seed("", data))
    except Hang as hang:
        raise RuntimeError(str(hang)) from hang  # libFuzzer keeps what raised an Exception


def corpus() -> Path:
    """The sound texts, a file each, to begin from."""
    folder = KEPT / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(warmed()):
        if Path(seed.name).suffix in TEXTS and len(seed.data) <= LONGEST:
            (folder / str(number)).write_bytes(seed.data)
    return folder


def main() -> None:
    """Fuzz; the command line may say how many texts."""
    runs = sys.argv[1] if len(sys.argv) > 1 else "5000"
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    logging.disable()
    options = [f"-runs={runs}", f"-max_len={LONGEST}", "-timeout=30", "-rss_limit_mb=0", f"-artifact_prefix={KEPT}/", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus())], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
