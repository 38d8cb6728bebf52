"""What a classroom keeps: classes, and who is in them by which nickname."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import date, timedelta
from typing import ClassVar, Literal

from django.conf import settings
from django.db import models
from django.utils import timezone

from designer.models import Network, make_id

LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"  # none that is taken for another, be it read, heard or written on a board
CODE_LENGTH = 6
LONGEST_NICKNAME = 30
MOST_MEMBERS = 100
LONGEST_SENTENCE = 200
MOST_LESSONS = 50
BEHIND = timedelta(hours=12)
COVERED = timedelta(hours=3)  # for so long screens stay covered
WARNED = timedelta(days=14)  # before the end of a class, its people are told on every page


BoardMode = Literal["off", "names", "anonymous"]


def make_code() -> str:
    """A code that opens a class: one of 240 million."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def today() -> date:
    """The day it is where it begins last, twelve hours behind UTC: a last day is over once it is over everywhere."""
    return (timezone.now() - BEHIND).date()


def nickname_key(nickname: str) -> str:
    """What two nicknames have in common that a person would take for the same."""
    return unicodedata.normalize("NFKC", nickname).casefold()


class Class(models.Model):
    """People who learn together, until a day on which everything that was made in it goes."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=make_code, help_text="What students type to join.")
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="classes")
    made = models.DateTimeField(auto_now_add=True)
    ends = models.DateField(help_text="The last day; after it the class goes with everything in it.")
    locked = models.BooleanField(default=False, help_text="Whether nobody can join any more.")
    eyes_up = models.BooleanField(default=False, editable=False, help_text="Whether the screens of its students are covered.")
    covered = models.DateTimeField(null=True, editable=False, help_text="Since when they are.")
    sentence = models.CharField(max_length=LONGEST_SENTENCE, blank=True, editable=False, help_text="What is said on a covered screen.")
    shown = models.ForeignKey(
        Network, null=True, on_delete=models.SET_NULL, related_name="shown_to", editable=False, help_text="The network that all may look at now."
    )
    board = models.CharField(max_length=9, default="off", editable=False, help_text="The leader board: off, names or anonymous.")

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-made"]
        verbose_name_plural = "classes"

    def __str__(self) -> str:
        return self.name

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over."""
        return self.ends < today()

    @property
    def is_covered(self) -> bool:
        """Whether the screens of its students are covered now: it ends by itself, so that nobody is kept from their work by one who went home."""
        return self.eyes_up and self.covered is not None and timezone.now() - self.covered < COVERED


class Membership(models.Model):
    """A person in a class. What brings them back on another machine is their pass-phrase, of which only a hash is kept."""

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="members", verbose_name="class")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    nickname = models.CharField(max_length=LONGEST_NICKNAME)
    key = models.CharField(max_length=2 * LONGEST_NICKNAME, editable=False, help_text="The nickname as it is compared.")
    known_as = models.CharField(
        max_length=2 * LONGEST_NICKNAME,
        blank=True,
        default="",
        editable=False,
        help_text="The one they last came in by, as it is compared, if renamed.",
    )
    phrase = models.CharField(max_length=128, editable=False, help_text="The hash of the pass-phrase.")
    form = models.CharField(max_length=64, blank=True, editable=False, help_text="The hash of the secret of the form that was sent to join.")
    joined = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(default=timezone.now, editable=False)
    locked = models.BooleanField(default=False, help_text="Whether this person is kept out.")
    deactivated = models.BooleanField(default=False, editable=False, help_text="Whether being kept out is what deactivated the account.")

    class Meta:
        """By nickname; one of each name in a class, and each person once."""

        ordering: ClassVar[list[str]] = ["key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["klass", "key"], name="one_member_of_a_nickname"),
            models.UniqueConstraint(fields=["klass", "user"], name="once_in_a_class"),
        ]

    def __str__(self) -> str:
        return self.nickname


class ClassLesson(models.Model):
    """A lesson that a teacher gave a class: its file, as it was written."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="lessons", verbose_name="class")
    file = models.CharField(max_length=80, help_text="What the file is called.")
    text = models.TextField()
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were added; one of a file's name in a class."""

        ordering: ClassVar[list[str]] = ["added"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["klass", "file"], name="one_lesson_of_a_file")]

    def __str__(self) -> str:
        return self.file
