"""A run that sends points at a steady rate, as its worker would, without the training: python -m benchmarks.watch_points RATE.

Prints the run's id and its owner's cookie, then sends points until its standard input closes; the `at` of each is the clock that all processes share.
"""

from __future__ import annotations

import os
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from config.sign_in import owner  # noqa: E402
from designer.core.document import Document  # noqa: E402
from designer.models import Network  # noqa: E402
from training import states  # noqa: E402
from training.leases import lease  # noqa: E402
from training.models import Run  # noqa: E402
from training.publisher import Publisher  # noqa: E402


def main(rate: float) -> None:
    """Send points until standard input closes, then say how many there were."""
    network = Network.make(owner().pk, Document())
    run = Run.objects.create(network=network, number=1, name="Bench", document={}, dataset="iris", epochs=1, state="running", task="bench")
    ending = threading.Event()
    threading.Thread(target=_wait_for_end, args=[ending], daemon=True).start()
    with lease(run.pk, "bench", lambda _: ending.set()):
        publisher = Publisher(run.pk, run.folder, lambda _: None)
        print(run.pk, _cookie(), flush=True)
        step, due = 0, time.monotonic()
        while not ending.wait(max(0.0, due - time.monotonic())):
            step, due = step + 1, due + 1 / rate
            publisher.emit([{"kind": "point", "step": step, "epoch": step / 100, "logs": {"loss": 0.5, "accuracy": 0.9}, "at": time.monotonic()}])
        publisher.close()
        states.move(run.pk, "finished")
    print(step, flush=True)


def _cookie() -> str:
    browser = Client()
    browser.force_login(owner())
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _wait_for_end(ending: threading.Event) -> None:
    sys.stdin.read()
    ending.set()


if __name__ == "__main__":
    main(float(sys.argv[1]))
