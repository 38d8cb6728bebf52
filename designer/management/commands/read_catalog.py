"""Reads the catalogue of layers from the installed Keras into designer/core/keras.json."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import import_module

from django.core.management.base import BaseCommand, CommandError

from designer.core import catalog


class Command(BaseCommand):
    """`manage.py read_catalog` writes the file; `--check` only compares."""

    help = "Read the catalogue of layers, optimizers, losses and metrics from the installed Keras into designer/core/keras.json."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is not what the installed Keras gives")

    def handle(self, *, check: bool, **_options: object) -> None:
        reader = import_module("designer.core.catalog_reader")  # imports Keras, which listing the commands must not wait for
        text = reader.to_text(reader.read())
        if check:
            self._compare(text)
        else:
            catalog.KERAS_JSON.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {catalog.KERAS_JSON.name}.")

    def _compare(self, text: str) -> None:
        kept = catalog.KERAS_JSON.read_text(encoding="utf-8") if catalog.KERAS_JSON.exists() else ""
        if kept != text:
            name = catalog.KERAS_JSON.name
            raise CommandError(f"{name} is not what the installed Keras and the overlay give. Run `manage.py read_catalog` and commit it.")
        self.stdout.write(f"{catalog.KERAS_JSON.name} is up to date.")
