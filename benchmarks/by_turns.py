"""Two trainings side by side, by turns of some tenths of a second: while one trains, the other is stopped by a signal.

A machine that others share runs at half its speed for seconds or for minutes, and trainings one after the other measure that. By turns both meet the
same machine. What counts is the time that a training had for itself, from its first epoch's end in these turns to its last.
"""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, Self

from websockets.sync.client import connect
from websockets.typing import Origin

from benchmarks.server import Client
from tests.running import ROOT

TURN_SECONDS = 0.5, 1.0  # of one length, turns could fall in with something else that the machine does
LOOK_SECONDS = 0.05
LAUNCHER = """
import runpy, sys, time
import keras

class Clock(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print("END", time.time(), file=sys.stderr, flush=True)

fit = keras.Model.fit
def timed_fit(self, *args, **kwargs):
    return fit(self, *args, **kwargs | {"callbacks": [*(kwargs.get("callbacks") or []), Clock()]})
keras.Model.fit = timed_fit
runpy.run_path(sys.argv[1], run_name="__main__")
"""


class Training(ABC):
    """A training that goes on by itself: seconds from its start to the news of its first epoch, and the most memory it had, in bytes."""

    def __init__(self) -> None:
        self.first = 0.0
        self.memory = 0
        self._ends: list[float] = []
        self._begun_at_most = math.inf
        self._began = time.time()
        threads = ThreadPoolExecutor(1)
        self._following = threads.submit(self.follow)
        threads.shutdown(wait=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing stopped."""
        self.go_on()

    @abstractmethod
    def follow(self) -> None:
        """Note each epoch by `ended`, until the training is over; raises RuntimeError when it fails."""

    @abstractmethod
    def processes(self) -> list[int]:
        """The ids of the processes it runs in."""

    def ended(self, at: float) -> None:
        """Note that an epoch ended, by the training's own clock."""
        now = time.time()
        self.first = self.first or now - self._began
        self._begun_at_most = min(self._begun_at_most, now - at)
        self._ends.append(at)

    @property
    def ends(self) -> list[float]:
        """The end of each epoch, by the clock of this process: the quickest news tells best when the training's own clock was at nought."""
        return [self._begun_at_most + at for at in self._ends]

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return self._following.done()

    def wait_for_first_epoch(self) -> None:
        """Wait until one epoch has ended; raises what made it fail."""
        while not self.ends:
            time.sleep(LOOK_SECONDS)
            if self.is_over:
                self._following.result()
                raise RuntimeError("The training ended without an epoch")

    def wait(self) -> None:
        """Wait until it is over; raises what made it fail."""
        while not self.is_over:
            self.look()
            wait_for([self._following], 4 * LOOK_SECONDS)
        self._following.result()

    def look(self) -> None:
        """Note how much memory, in bytes, it had at most so far: VmHWM, as ru_maxrss is. Only Linux tells."""
        self.memory = max(self.memory, *(_peak(process) for process in self.processes()), 0)

    def stop(self) -> None:
        """Stop its processes."""
        self.send(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them go on."""
        self.send(signal.SIGCONT)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to its processes."""
        for process in self.processes():
            try:
                os.kill(process, number)
            except ProcessLookupError:  # it has just ended
                continue


class Script(Training):
    """An exported script, run unchanged by plain Python under a small launcher that adds the clock to `fit`."""

    def __init__(self, script: Path) -> None:
        command = [sys.executable, "-c", LAUNCHER, str(script)]
        self.process = subprocess.Popen(command, cwd=script.parent, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        super().__init__()

    def follow(self) -> None:
        """Read its clock."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if line.startswith("END "):
                self.ended(float(line.split()[1]))
        if self.process.wait():
            raise RuntimeError(f"The script ended with status {self.process.returncode}")

    def __exit__(self, *_: object) -> None:
        """End it, where it has not ended."""
        self.process.kill()
        self.process.wait()

    def processes(self) -> list[int]:
        """The one it is."""
        return [self.process.pid]


class Run(Training):
    """A run of Layerloom: Train is pressed as the page does, and its socket read."""

    def __init__(self, server: Client, network: str, document: dict[str, Any], device: str = "cpu", *, eyes: bool = False) -> None:
        self.server = server
        self.device = device
        self.wanted = f"/networks/{network}/runs", {"document": document, "device": device, "eyes": eyes}
        super().__init__()

    def follow(self) -> None:
        """Take from its events when each epoch ended by the clock of the training."""
        run = self.server.json("POST", *self.wanted)["id"]
        address = f"127.0.0.1:{self.server.port}"
        headers = {"Cookie": self.server.cookie_header}
        with connect(f"ws://{address}/ws/runs/{run}", additional_headers=headers, origin=Origin(f"http://{address}")) as socket:
            for text in socket:
                for event in json.loads(text)["events"]:
                    if event["kind"] == "epoch":
                        self.ended(event["at"])
                    if event["kind"] == "state" and event["state"] in {"finished", "failed", "stopped"}:
                        if event["state"] != "finished":
                            raise RuntimeError(f"The run {event['state']}: {event['failure']}")
                        return
        raise RuntimeError("The socket closed before the run had ended")

    def processes(self) -> list[int]:
        """The children that the workers of its queue have when this is first asked: the one that trains, and those that wait for work."""
        return self._children

    @cached_property
    def _children(self) -> list[int]:
        parts = f"--queues\0{self.device}\0", f"--workdir\0{ROOT}\0"  # there may be others, of another Layerloom
        workers = {path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline") if all(part in _text(path) for part in parts)}
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/status") if _field(_text(path), "PPid") in workers]


@dataclass
class Turns:
    """The stretches of the clock that a training had for itself."""

    training: Training
    stretches: list[tuple[float, float]] = field(default_factory=list)

    @property
    def epochs(self) -> int:
        """How many whole epochs lie in them."""
        return len(self._ends) - 1

    @property
    def seconds(self) -> float:
        """How long it trained for these epochs."""
        return self._until(self._ends[-1]) - self._until(self._ends[0])

    @property
    def _ends(self) -> list[float]:
        return [end for end in self.training.ends if self.stretches[0][0] <= end <= self.stretches[-1][1]]

    def _until(self, moment: float) -> float:
        return sum(min(until, moment) - since for since, until in self.stretches if since < moment)


def take_turns(first: Training, second: Training) -> tuple[Turns, Turns]:
    """Let two trainings that have begun go by turns until one of them is over, then both to their ends; raises what made one fail."""
    sides = Turns(first), Turns(second)
    second.stop()
    first.go_on()
    turn, lengths = 0, Random(0)
    while not (first.is_over or second.is_over):
        side, other = sides[turn % 2], sides[(turn + 1) % 2]
        since = time.time()
        time.sleep(lengths.uniform(*TURN_SECONDS))
        side.training.stop()
        side.stretches.append((since, time.time()))
        if turn % 4 in {2, 3}:  # between two turns, when that costs neither of them time
            side.training.look()
        other.training.go_on()
        turn += 1
    for training in (first, second):
        training.go_on()
        training.wait()
    return sides


def _peak(process: int) -> int:
    return int((_field(_text(Path(f"/proc/{process}/status")), "VmHWM") or "0 kB").split()[0]) * 1024


def _field(status: str, name: str) -> str:
    return next((line.partition(":")[2].strip() for line in status.splitlines() if line.startswith(f"{name}:")), "")


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process ended
        return ""
