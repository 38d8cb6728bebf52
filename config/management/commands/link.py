"""`manage.py link`: another link that signs a browser in."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from config import environment, sign_in, startup
from config.environment import DATA_DIR


class Command(BaseCommand):
    """Prints a link that signs one browser in, once, while Layerloom runs."""

    help = "Print a new link that signs one browser in, while Layerloom runs on this machine."

    def handle(self, *args: Any, **options: Any) -> None:
        running = startup.holder(DATA_DIR)
        if running is None:
            raise CommandError(f"Layerloom does not run on {DATA_DIR}. Start it with `make run`.")
        if not environment.is_loopback(running.host):
            raise CommandError("This Layerloom is open to other machines: sign in with a name and a password.")
        self.stdout.write(sign_in.link(environment.address(running.host, running.port)))
