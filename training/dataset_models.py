"""What training keeps of people's own data: files on their way here, and the data sets made of them."""

from __future__ import annotations

import secrets
import string
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models

from designer.models import make_id
from training.core.own_data import store


def make_name() -> str:
    """The name of a data set in documents: 56 bits that cannot be guessed."""
    return "own_" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


class Upload(models.Model):
    """A file that arrives in pieces; how much of it is here is the size of what lies on the disk."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return Path(settings.DATA_DIR) / "arriving" / self.pk

    @property
    def offset(self) -> int:
        """How many bytes are here."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0


class Dataset(models.Model):
    """A data set of a person's own; what it holds lies in its folder, and never changes but for the title."""

    id = models.CharField(primary_key=True, max_length=16, default=make_name, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="datasets")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    bytes = models.BigIntegerField()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-made"]

    def __str__(self) -> str:
        return self.title

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return store.folder_of(self.pk)
