"""`manage.py up`: the whole of Layerloom in one command."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from classroom import first
from config import demand, embedded_broker, environment, sign_in, startup, training_workers, worker_commands
from config.devices import NONE_VISIBLE, VISIBLE
from config.environment import DATA_DIR, HOST, PORT
from config.startup import Refused
from config.supervisor import KeepsDying, Program, Supervisor
from designer.core.backends import DEFAULT

START_SECONDS = 60
TRAINING_NICE = 10  # training takes what the editor and the pages leave
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """Starts the broker, the web server and the workers, and keeps them running until Ctrl-C."""

    help = "Start Layerloom: broker, web server and workers. HOST, PORT and DATA_DIR are read from the environment."
    requires_system_checks = ()
    prepared: first.Prepared | None = None  # with --class

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--class", action="store_true", help="for a class: listen on the network unless HOST is set, make what a class needs")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with startup.lock(DATA_DIR) as lock, startup.bind(HOST, PORT) as listening:
                startup.sign(lock, HOST, PORT)
                call_command("check", stdout=io.StringIO())
                call_command("migrate", verbosity=0)
                self.prepared = self._prepare() if options["class"] else None
                startup.need_accounts(HOST)
                training_workers.backends()
                sign_in.forget_tokens()
                code = asyncio.run(self._run(listening))
        except Refused as error:
            raise CommandError(str(error)) from None
        sys.exit(code)

    def _prepare(self) -> first.Prepared:
        prepared = first.prepare()
        if at_once := prepared.told_at_once():
            self._say(f"\n{at_once}\n")
        return prepared

    async def _run(self, listening: socket.socket) -> int:
        """Run until a signal (0) or until something cannot be kept running (1)."""
        stop = asyncio.Event()
        for number in STOP_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        supervisor = Supervisor(self._say)
        life = asyncio.create_task(self._live(supervisor, listening))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait([life, stopped], return_when=asyncio.FIRST_COMPLETED)
        self._say("Stopping.")
        stopped.cancel()
        if not life.done():
            life.cancel()
        await supervisor.stop()
        with contextlib.suppress(asyncio.CancelledError):
            error = life.exception()
            if isinstance(error, (KeepsDying, embedded_broker.NoBroker, Refused)):
                self.stderr.write(f"Layerloom stopped. {error}")
                return 1
            if error:
                raise error
        return 0

    async def _live(self, supervisor: Supervisor, listening: socket.socket) -> None:
        settled = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", "TF_CPP_MIN_LOG_LEVEL": "2"}
        settled["REDIS_URL"] = await self._broker(supervisor)
        web = [sys.executable, "-m", "config.serve", str(listening.fileno())]
        await supervisor.start(Program("web", web, settled, stop_seconds=4, file_descriptors=(listening.fileno(),)))
        plain = settled | {"KERAS_BACKEND": DEFAULT, VISIBLE: NONE_VISIBLE}  # GPUs are for training
        await supervisor.start(Program("analysis", worker_commands.analysis(), plain, stop_signal=signal.SIGQUIT, stop_seconds=2))
        await supervisor.start(Program("inference", worker_commands.inference(), plain, stop_signal=signal.SIGQUIT, stop_seconds=2))
        for backend in training_workers.backends():
            await supervisor.start(await asyncio.to_thread(self._training, backend, settled))
        files = Program("files", worker_commands.files(), plain, stop_signal=signal.SIGQUIT, stop_seconds=2)
        wanted = partial(demand.is_wanted, settled["REDIS_URL"], files.name)
        supervisor.start_on_demand(files, wanted, worker_commands.FILES_IDLE_SECONDS)
        await asyncio.gather(self._announce(), supervisor.wait())

    def _training(self, backend: str, settled: Mapping[str, str]) -> Program:
        name, surroundings = worker_commands.training_name(backend), training_workers.surroundings(backend, settled)
        command = training_workers.command(backend, self._say)
        return Program(name, command, surroundings, nice=TRAINING_NICE, stop_signal=signal.SIGQUIT, stop_seconds=5)

    async def _broker(self, supervisor: Supervisor) -> str:
        """The address of the broker: REDIS_URL's, or that of one we start."""
        if url := os.environ.get("REDIS_URL"):
            await asyncio.to_thread(embedded_broker.wait, url)
            return url
        path = embedded_broker.make_socket(DATA_DIR)
        url = embedded_broker.url_of(path)
        await supervisor.start(Program("broker", embedded_broker.command(path, DATA_DIR / "broker"), os.environ))
        await asyncio.to_thread(embedded_broker.wait, url)
        return url

    async def _announce(self) -> None:
        """Wait until pages are served, then say where."""
        base = environment.address(HOST, PORT)
        await _page_is_served(base)
        if self.prepared:
            self._say(f"\n{self.prepared.told()}")
        if not environment.is_loopback(HOST):
            self._say(f"\nLayerloom is ready on port {PORT} of {', '.join(environment.allowed_hosts(HOST))}. Stop it with Ctrl-C.\n")
            return
        self._say(f"\nLayerloom is ready:\n\n    {sign_in.link(base)}\n")
        self._say("The link signs one browser in, once; `make link` prints another. Stop with Ctrl-C.\n")
        if _may_open_browser():
            threading.Thread(target=webbrowser.open, args=[sign_in.link(base)], daemon=True).start()

    def _say(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal may be gone; the work goes on
            print(text, flush=True)


async def _page_is_served(base: str) -> None:
    """Wait for an answer to a request of this machine's own; raises Refused when none comes."""
    place = urlsplit(base)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            writer.write(f"GET /login HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode())
            status = await reader.readline()
            writer.close()
            if status.startswith(b"HTTP/"):
                return
        await asyncio.sleep(0.1)
    raise Refused(f"No page was served within {START_SECONDS} s; the lines above say why.")


def _may_open_browser() -> bool:
    has_screen = sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return has_screen and sys.stdout.isatty() and not os.environ.get("NO_BROWSER")
