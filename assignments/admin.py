"""What an administrator sees of assignments; they are written on the page of their class."""

from __future__ import annotations

from django.contrib import admin

from assignments.models import Assignment, HandIn
from classroom.admin import ReadOnly


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    """Assignments, whoever gives them."""

    list_display = ("title", "klass", "published", "deadline", "dataset", "made")
    list_select_related = ("klass",)
    search_fields = ("title", "klass__name")
    exclude = ("starter", "solution", "seed")


@admin.register(HandIn)
class HandInAdmin(ReadOnly):
    """What was handed in."""

    list_display = ("assignment", "person", "number", "made", "late")
    list_select_related = ("assignment", "person")
    search_fields = ("assignment__title", "person__username")
    exclude = ("run",)
