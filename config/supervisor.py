"""Runs several programs as one: prefixed output, restarts with back-off, an ordered stop that leaves no process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from config.processes import bound_to_parent

IsWanted: TypeAlias = Callable[[float], Awaitable[bool]]
"""Waits until a program is asked for; False when it is not within so many seconds, 0 standing for ever."""

LONG_LIFE = 20.0  # seconds after which a program that ends counts as healthy: its next end is its first
MOST_DEATHS = 5  # short lives in a row before giving up
FIRST_PAUSE = 0.25  # seconds before a program is started again; doubles with each short life
NOT_NEWS = (
    "Memory overcommit must be enabled",
    "before absl::InitializeLog()",
    "oneDNN custom operations are on",
    "worker: Hitting Ctrl+C again",  # the workers are told to stop by us, not by a key
    "worker: Cold shutdown",
    "You are saving your model as an HDF5 file",  # because that format was asked for
    "Received SIGTERM scheduling shutdown",
    "is now ready to exit, bye bye",
)


@dataclass(frozen=True)
class Program:
    """A program to keep running. `stop_signal` asks it to end; after `stop_seconds` its whole session is killed."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    nice: int = 0
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 5.0
    file_descriptors: tuple[int, ...] = ()


class KeepsDying(RuntimeError):
    """A program ended again and again by itself."""


@dataclass
class Supervisor:
    """Keeps programs running until it is stopped. They are children of the thread that runs the event loop."""

    say: Callable[[str], None]
    _running: dict[str, tuple[Program, asyncio.subprocess.Process]] = field(default_factory=dict)
    _keepers: list[asyncio.Task[None]] = field(default_factory=list)
    _stopping: bool = False

    async def start(self, program: Program) -> None:
        """Start a program and keep it running."""
        process = await self._launch(program)
        self._keepers.append(asyncio.create_task(self._keep(program, process)))

    def start_on_demand(self, program: Program, is_wanted: IsWanted, idle_seconds: float) -> None:
        """Start a program when it is asked for, keep it running, and end it when it was not asked for so long."""
        self._keepers.append(asyncio.create_task(self._keep_while_wanted(program, is_wanted, idle_seconds)))

    async def wait(self) -> None:
        """Wait until a program cannot be kept running; raises KeepsDying."""
        await asyncio.gather(*self._keepers)

    async def stop(self) -> None:
        """End every program, the one started last first."""
        self._stopping = True
        for program, process in reversed(list(self._running.values())):
            await _end(program, process)
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def _launch(self, program: Program) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *program.command,
            env=program.environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            pass_fds=program.file_descriptors,
            preexec_fn=bound_to_parent(program.nice),
        )
        self._running[program.name] = (program, process)
        return process

    async def _keep(self, program: Program, process: asyncio.subprocess.Process) -> None:
        deaths = 0
        while True:
            started = time.monotonic()
            output = asyncio.create_task(self._pass_on(program.name, process))
            code = await process.wait()
            _kill_session(process)
            await asyncio.wait([output], timeout=1)
            if self._stopping:
                return
            deaths = 1 if time.monotonic() - started > LONG_LIFE else deaths + 1
            if deaths > MOST_DEATHS and code != -signal.SIGKILL:  # whoever is killed, by hand or for its memory, is not itself at fault
                raise KeepsDying(f"The {program.name} process ended {deaths} times in a row ({_ending(code)}). Its lines above say why.")
            self.say(f"The {program.name} process ended ({_ending(code)}); starting it again.")
            await asyncio.sleep(FIRST_PAUSE * 2 ** (min(deaths, MOST_DEATHS) - 1))
            process = await self._launch(program)

    async def _keep_while_wanted(self, program: Program, is_wanted: IsWanted, idle_seconds: float) -> None:
        while await is_wanted(0):
            keeper = asyncio.create_task(self._keep(program, await self._launch(program)))
            idle = asyncio.create_task(_no_longer(is_wanted, idle_seconds))
            try:
                await asyncio.wait([keeper, idle], return_when=asyncio.FIRST_COMPLETED)
                if keeper.done():
                    keeper.result()
                    return
            finally:
                keeper.cancel()
                idle.cancel()
            await _end(*self._running.pop(program.name))

    async def _pass_on(self, name: str, process: asyncio.subprocess.Process) -> None:
        """Print what a program prints, line by line, under its name."""
        rest = b""
        while process.stdout and (chunk := await process.stdout.read(65536)):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in (line.decode(errors="replace").rstrip() for line in lines):
                if is_news(line):
                    self.say(f"{name:<8} | {line}")


def is_news(line: str) -> bool:
    """Whether a line that a program prints tells a person something."""
    return bool(line.strip()) and not any(phrase in line for phrase in NOT_NEWS)


async def _no_longer(is_wanted: IsWanted, seconds: float) -> None:
    while await is_wanted(seconds):
        pass


async def _end(program: Program, process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError, TimeoutError):
        process.send_signal(program.stop_signal)
        await asyncio.wait_for(process.wait(), program.stop_seconds)
    _kill_session(process)
    await process.wait()


def _kill_session(process: asyncio.subprocess.Process) -> None:
    """Kill whatever is left of a program: it leads a session of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _ending(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"status {code}"
