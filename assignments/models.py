"""What assignments keep: the assignments of a class, who works on one, what was handed in and what was said of it."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from assignments.rules import Facts, Rule, Rules
from classroom.models import Class
from designer.core.document import Document
from designer.models import Network, make_id
from training.models import Run

LONGEST_TEXT = 50_000
LONGEST_NOTE = 4_000


def make_seed() -> int:
    """A seed that nobody guesses, as large as Keras takes them."""
    return secrets.randbelow(2**31)


def empty_document() -> dict[str, Any]:
    """A network without layers."""
    return Document().to_json()


class Assignment(models.Model):
    """A text, a network to start from, a data set of which a part stays hidden, and rules."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="assignments", verbose_name="class")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True, max_length=LONGEST_TEXT, help_text="Markdown; pictures of the assignment by their names.")
    starter: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=empty_document)
    solution: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    dataset = models.CharField(max_length=64, blank=True, help_text="What was chosen; empty where nothing is trained.")
    hidden = models.FloatField(default=0.2, help_text="The share of the samples that is kept back for the checks.")
    visible = models.CharField(max_length=64, blank=True, editable=False, help_text="The data set with the other samples; empty before the split.")
    drawn_from = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Digest of what was parted and how it was made; empty for the gallery's."
    )
    drawn_by = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="What draws the hidden samples: that digest, or a data set's name; empty before the split.",
    )
    seed = models.PositiveIntegerField(default=make_seed, editable=False, help_text="Trains what is checked.")
    palette: models.JSONField[list[str] | None, list[str] | None] = models.JSONField(null=True, blank=True)
    shown: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    rules: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    takes_late = models.BooleanField(default=False, help_text="Whether what comes after the deadline is taken, and marked as late.")
    tries = models.PositiveIntegerField(null=True, blank=True, help_text="How often each may hand in; no limit where it is empty.")
    published = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        """In the order they were made."""

        ordering: ClassVar[list[str]] = ["made"]

    def __str__(self) -> str:
        return self.title

    @property
    def parsed_rules(self) -> tuple[Rule, ...]:
        """Its rules."""
        return Rules.model_validate({"rules": self.rules}).rules

    @property
    def folder(self) -> Path:
        """Where its pictures and the hidden samples lie."""
        return Path(settings.DATA_DIR) / "assignments" / self.pk

    @property
    def is_over(self) -> bool:
        """Whether its deadline is."""
        return self.deadline is not None and timezone.now() > self.deadline

    @property
    def trains_on(self) -> str:
        """The data set that students train on."""
        return self.visible or self.dataset


class Picture(models.Model):
    """A picture in the text of an assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=80)
    content_type = models.CharField(max_length=20)
    bytes = models.PositiveIntegerField()

    class Meta:
        """By name; one of each."""

        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["assignment", "name"], name="one_picture_of_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.assignment.folder / "pictures" / self.name


class Work(models.Model):
    """The network that a person made from an assignment's starter."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="works")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="works")
    network = models.OneToOneField(Network, on_delete=models.CASCADE, related_name="work")
    given = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Digest of the weights that the starter had when it was begun with; empty where it had none.",
    )

    class Meta:
        """One of each person's."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["assignment", "person"], name="one_work_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.assignment_id}"


class HandIn(models.Model):
    """What a person handed in: a frozen copy of the network, the numbers of a run, a note; and what the checks found."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="hand_ins")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hand_ins")
    number = models.PositiveIntegerField(help_text="Counts the hand-ins of a person, from 1.")
    made = models.DateTimeField(auto_now_add=True)
    begun = models.DateTimeField(default=timezone.now, help_text="When the checks began, the last time.")
    late = models.BooleanField(default=False)
    network = models.OneToOneField(Network, on_delete=models.CASCADE, related_name="hand_in", help_text="The frozen copy.")
    came_from = models.ForeignKey(Network, null=True, on_delete=models.SET_NULL, related_name="handed_in", help_text="What it is a copy of.")
    run: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True, help_text="The numbers of the run.")
    note = models.TextField(blank=True, max_length=LONGEST_NOTE)
    rules: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, help_text="The rules as they were then.")
    facts: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True, help_text="What the checks found so far.")
    check_run = models.OneToOneField(Run, null=True, on_delete=models.SET_NULL, related_name="checks", help_text="The training by the server.")
    marks: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, help_text="What the teacher says instead, by rule.")
    remark = models.TextField(blank=True, max_length=LONGEST_NOTE, help_text="What the teacher says of the whole.")
    revision = models.PositiveIntegerField(default=1, editable=False, help_text="Counts the changes of its marks, and of the rules they stand for.")
    given = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Digest of the weights that the starter had when it was begun with; empty where it had none.",
    )

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-made", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "person", "number"], name="one_number_a_hand_in")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.person_id} for {self.assignment_id}"

    @property
    def parsed_rules(self) -> tuple[Rule, ...]:
        """The rules that it is held to."""
        return Rules.model_validate({"rules": self.rules}).rules

    @property
    def parsed_facts(self) -> Facts:
        """What is known of it."""
        return Facts.model_validate(self.facts or {})


class Comment(models.Model):
    """What was said of a hand-in, or of a node of it."""

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comments")
    node = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=LONGEST_NOTE)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order they were made."""

        ordering: ClassVar[list[str]] = ["made", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
