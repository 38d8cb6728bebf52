"""Starts the real broker, and makes a data directory of its own, before pytest-django reads the settings.

A conftest.py is read after the settings; a `-p` plugin (see pyproject.toml) before them. Where several processes run the tests (`pytest -n 2`), each
takes its share of the cores, and what it starts too: threads beyond the cores only wait for each other.
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

THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def _start() -> None:
    if (processes := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))) > 1:
        os.environ |= dict.fromkeys(THREADS, str(max(1, (os.cpu_count() or 1) // processes)))
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
