"""A run that sends points at a steady rate, as its worker would, without the training: python -m benchmarks.watch_points NETWORK RATE.

Prints the run's id, then sends points until its standard input closes; the `at` of each is the clock that all processes share.
"""

from __future__ import annotations

import os
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from training import states  # noqa: E402
from training.leases import lease  # noqa: E402
from training.models import Run  # noqa: E402
from training.publisher import Publisher  # noqa: E402


def main(network: str, rate: float) -> None:
    """Send points until standard input closes, then say how many there were."""
    number = Run.objects.count() + 1
    run = Run.objects.create(network_id=network, number=number, name="Bench", document={}, dataset="iris", epochs=1, state="running", task="bench")
    ending = threading.Event()
    threading.Thread(target=_wait_for_end, args=[ending], daemon=True).start()
    with lease(run.pk, "bench", ending.set):
        publisher = Publisher(run.pk, run.folder, lambda _: None)
        print(run.pk, flush=True)
        step, due = 0, time.monotonic()
        while not ending.wait(max(0.0, due - time.monotonic())):
            step, due = step + 1, due + 1 / rate
            publisher.emit([{"kind": "point", "step": step, "epoch": step / 100, "logs": {"loss": 0.5, "accuracy": 0.9}, "at": time.monotonic()}])
        publisher.close()
        states.move(run.pk, "finished")
    print(step, flush=True)


def _wait_for_end(ending: threading.Event) -> None:
    sys.stdin.read()
    ending.set()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
