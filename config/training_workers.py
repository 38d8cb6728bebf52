"""Which training workers a machine starts: TRAINING_BACKEND says on what Keras runs, TRAINING_DEVICES on what it trains."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Mapping

from config import environment, worker_commands
from config.devices import gpus
from config.queues import KINDS
from config.startup import Refused
from designer.core.backends import BACKENDS, TITLES

LOOK = "from training.core.spreading import gpus_seen; print(gpus_seen())"
LOOK_SECONDS = 120
NOT_USABLE = (
    "nvidia-smi shows {count} here, and {title} cannot use {them}: training is on the CPU. Install requirements-gpu.txt in place of requirements.txt"
    " for TensorFlow, or a build for CUDA of another back end."
)


def backends() -> list[str]:
    """The back ends to train on, in order; raises Refused."""
    wanted = _listed(environment.TRAINING_BACKEND)
    unknown = [name for name in wanted if name not in BACKENDS]
    if unknown or not wanted:
        received = unknown[0] if unknown else environment.TRAINING_BACKEND
        raise Refused(f"TRAINING_BACKEND must be one of {', '.join(BACKENDS)}, or several with commas; received {received!r}.")
    runs = os.environ.get("TRAINING_RUNS") or "1"
    if not runs.isdecimal() or int(runs) < 1:
        raise Refused(f"TRAINING_RUNS must be a whole number from 1; received {runs!r}.")
    for name in wanted:
        if importlib.util.find_spec(name) is None:
            raise Refused(f"TRAINING_BACKEND asks for {TITLES[name]}, which is not installed here: .venv/bin/python -m pip install {name}")
    return wanted


def kinds(backend: str, say: Callable[[str], None]) -> list[str]:
    """What to train on with a back end: as TRAINING_DEVICES says, else GPUs where there are some that it can use; raises Refused."""
    wanted = _listed(environment.TRAINING_DEVICES)
    for kind in wanted:
        if kind not in KINDS:
            raise Refused(f"TRAINING_DEVICES must be cpu, gpu, or both with a comma; received {kind!r}.")
    if wanted:
        return wanted
    found = gpus()
    if found and not _sees_gpus(backend):
        say(
            NOT_USABLE.format(
                count=f"{len(found)} GPUs" if len(found) > 1 else "a GPU", them="them" if len(found) > 1 else "it", title=TITLES[backend]
            )
        )
        return ["cpu"]
    return ["gpu"] if found else ["cpu"]


def surroundings(backend: str, given: Mapping[str, str]) -> dict[str, str]:
    """The environment of a worker that trains on a back end."""
    return {**given, "KERAS_BACKEND": backend}


def command(backend: str, say: Callable[[str], None]) -> list[str]:
    """The command line of the worker that trains on a back end; raises Refused."""
    return worker_commands.training(None, backend, kinds(backend, say))


def _listed(given: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))


def _sees_gpus(backend: str) -> bool:
    """Whether Keras finds a GPU on a back end: asked in a process of its own, since asking starts CUDA."""
    try:
        told = subprocess.run(
            [sys.executable, "-c", LOOK],
            cwd=environment.BASE_DIR,
            env=surroundings(backend, os.environ),
            capture_output=True,
            text=True,
            timeout=LOOK_SECONDS,
            check=True,
        ).stdout
        return int(told.split()[-1]) > 0
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return False
