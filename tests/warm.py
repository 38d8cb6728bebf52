"""Python of its own for a test, in a fork that has Keras imported: a new Python takes four seconds to import it again."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OURS = frozenset(("assignments", "benchmarks", "classroom", "config", "designer", "tests", "tools", "training"))
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["keras", "training.core.loop", "tests.training.core.cut", "tests.warm"])


def fork(target: Callable[..., object], *arguments: Any) -> ForkServerProcess:
    """A process that was started with a function; the server that forks it finds this program, wherever the test went."""
    child = FORKS.Process(target=target, args=arguments)
    with contextlib.chdir(ROOT):
        child.start()
    return child


def run_script(script: Path) -> str:
    """What a script prints that is run in its folder, as by `python script.py`, with nothing of this program in its reach; or CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        printed, complained = Path(folder) / "stdout", Path(folder) / "stderr"
        child = fork(_run, script, printed, complained)
        child.join()
        if child.exitcode:
            sys.stderr.write(complained.read_text())
            raise subprocess.CalledProcessError(child.exitcode, script.name, printed.read_text(), complained.read_text())
        return printed.read_text()


def _run(script: Path, printed: Path, complained: Path) -> None:
    for stream, file in ((1, printed), (2, complained)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream)
    os.chdir(script.parent)
    sys.argv = [script.name]
    sys.path = [str(script.parent), *(path for path in sys.path if path and Path(path).resolve() != ROOT)]
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    runpy.run_path(script.name, run_name="__main__")
