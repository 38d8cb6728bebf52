"""Starts the real broker, and makes a data directory of its own, before pytest-django reads the settings.

A conftest.py is read after the settings; a `-p` plugin (see pyproject.toml) before them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from config import embedded_broker
from config.processes import bound_to_parent


def _start() -> None:
    data = Path(tempfile.mkdtemp(prefix="layerloom-test-"))
    socket = embedded_broker.make_socket()
    os.environ |= {"DATA_DIR": str(data), "REDIS_URL": embedded_broker.url_of(socket), "HOST": "127.0.0.1", "TF_CPP_MIN_LOG_LEVEL": "2"}
    server = subprocess.Popen(embedded_broker.command(socket, None), stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=bound_to_parent())
    pid = os.getpid()

    def stop() -> None:
        if os.getpid() != pid:
            return  # a fork of the test process
        server.kill()
        server.wait()
        shutil.rmtree(socket.parent, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)

    atexit.register(stop)
    embedded_broker.wait(os.environ["REDIS_URL"])


_start()
