"""`manage.py worker`: a machine that trains for a Layerloom that runs elsewhere."""

from __future__ import annotations

import os
from typing import Any

from django.core.management import BaseCommand, CommandError

from config import training_workers
from config.environment import DATA_DIR
from config.startup import Refused

NO_BROKER = (
    "A worker of its own needs REDIS_URL: the address of the Redis or Valkey server that Layerloom uses, and DATA_DIR: the same data directory."
)


class Command(BaseCommand):
    """Becomes the training worker of this machine, until Ctrl-C."""

    help = "Train for a Layerloom that runs elsewhere. REDIS_URL, DATA_DIR, TRAINING_BACKEND and TRAINING_DEVICES are read from the environment."

    def handle(self, *args: Any, **options: Any) -> None:
        if not os.environ.get("REDIS_URL"):
            raise CommandError(NO_BROKER)
        try:
            wanted = training_workers.backends()
            if len(wanted) > 1:
                raise CommandError("One worker trains on one back end: start one for each, with one name in TRAINING_BACKEND.")
            [backend] = wanted
            command = training_workers.command(backend, self.stdout.write)
        except Refused as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Training for {DATA_DIR}. Stop with Ctrl-C; a second one ends runs at once, which go on elsewhere.")
        self.stdout.flush()
        os.execve(command[0], command, training_workers.surroundings(backend, os.environ))  # noqa: S606
