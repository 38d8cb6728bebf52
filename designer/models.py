"""What the designer keeps: networks and who owns them."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Literal

from django.conf import settings
from django.db import models

from designer.core.document import Document

Shared = Literal["private", "class", "link", "public"]


def make_link() -> str:
    """A link's token, which nobody guesses: 192 bits, URL-safe."""
    return secrets.token_urlsafe(24)


def make_id() -> str:
    """A short random id that cannot be guessed: 72 bits, URL-safe."""
    return secrets.token_urlsafe(9)


class Network(models.Model):
    """A document and its owner; `revision` counts its saves, so that two windows cannot overwrite each other."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="networks")
    name = models.CharField(max_length=120)
    document: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)
    shared = models.CharField(max_length=7, default="private", help_text="Who may look at it besides its owner: see designer.access.")
    link = models.CharField(max_length=40, blank=True, help_text="The token of its link; empty until one is first needed.")
    copied_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="copies", help_text="What it was forked from.")
    copied_name = models.CharField(max_length=120, blank=True, help_text="What that was called then.")
    frozen = models.BooleanField(default=False, help_text="Whether it stays as it is: nobody changes or trains it, and no list shows it.")

    class Meta:
        """The newest change first."""

        ordering: ClassVar[list[str]] = ["-changed"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["link"], condition=~models.Q(link=""), name="one_network_a_link"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["shared"], name="networks_by_shared")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, owner_id: int, document: Document) -> Network:
        """Save a document as a new network."""
        return cls.objects.create(owner_id=owner_id, name=document.name, document=document.to_json())

    def fork(self, owner_id: int) -> Network:
        """A copy for another person, which notes where it came from. Its starting weights are kept under their digest, so they come along."""
        fields = {"name": self.name, "document": self.document, "copied_from": self, "copied_name": self.name}
        return Network.objects.create(owner_id=owner_id, **fields)

    def renew_link(self) -> None:
        """Give it another link; the one before opens nothing from now on."""
        self.link = make_link()
        self.save(update_fields=["link"])


class SavedBlock(models.Model):
    """A block that a person keeps for every network, with the blocks that stand in it; one of each name."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    name = models.CharField(max_length=40)
    blocks: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        """By name, as the palette shows them."""

        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["owner", "name"], name="one_saved_block_of_a_name")]

    def __str__(self) -> str:
        return self.name


class KeptWeights(models.Model):
    """Weights that a person had read, to start a network from; the file under their digest may serve others, too."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weights")
    digest = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(help_text="Bytes.")
    read = models.DateTimeField(help_text="When their file was read, the last time.")

    class Meta:
        """Counted once for each person."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["owner", "digest"], name="weights_once_of_a_person")]

    def __str__(self) -> str:
        return self.digest


class LessonProgress(models.Model):
    """How far a network's owner has come in the lesson that the network was begun with. It goes with the network, to another account too."""

    network = models.OneToOneField(Network, primary_key=True, on_delete=models.CASCADE, related_name="progress")
    lesson = models.CharField(max_length=80, db_index=True, help_text="The lesson's name, as designer.lesson_sources finds it.")
    step = models.PositiveSmallIntegerField(default=0, help_text="The step that is open, from 0.")
    passed: models.JSONField[list[int], list[int]] = models.JSONField(default=list, help_text="The steps whose checks all held at once.")
    answers: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict, help_text="What was answered, by step.question.")
    left = models.BooleanField(default=False, help_text="Whether it was left: the network stands without its guide until the lesson is opened again.")
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        """What was gone on with last comes first."""

        ordering: ClassVar[list[str]] = ["-changed"]

    def __str__(self) -> str:
        return f"{self.lesson}, step {self.step + 1}"
