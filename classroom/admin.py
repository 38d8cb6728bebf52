"""What an administrator sees and may change. What only makes sense as a whole, such as a run, can be looked at and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from classroom import members
from classroom.models import Class, Membership
from designer.models import Network
from training.models import Run


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are looked at, and deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is made here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed here."""
        return False


@admin.register(Class)
class ClassAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Classes, whoever teaches them."""

    list_display = ("name", "code", "teacher", "made", "ends", "locked", "screens_covered")
    list_select_related = ("teacher",)
    search_fields = ("name", "code")
    readonly_fields = ("code", "made", "screens_covered")
    actions = ("uncover",)

    @admin.display(boolean=True)
    def screens_covered(self, klass: Class) -> bool:
        """Whether its students are to look up just now."""
        return klass.is_covered

    @admin.action(description="Uncover the students' screens")
    def uncover(self, request: HttpRequest, classes: QuerySet[Class]) -> None:
        """End “eyes up” in these classes; their pages are told."""
        for klass in classes:
            klass.eyes_up, klass.covered = False, None
            klass.save(update_fields=["eyes_up", "covered"])


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Who is in which class; renaming and locking are done on the page of the class. Whoever is deleted here is removed as there."""

    list_display = ("nickname", "klass", "user", "joined", "seen", "locked")
    list_select_related = ("klass", "user")
    search_fields = ("nickname", "klass__name")
    exclude = ("phrase",)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        """Take a member out of the class, with the account that was made for it."""
        members.remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Take several out of their classes."""
        for member in queryset.select_related("klass", "user"):
            members.remove(member)

    def get_deleted_objects(self, objs: Sequence[Membership] | QuerySet[Membership], request: HttpRequest) -> tuple[Any, ...]:
        """What is asked for consent to: accounts that go along are named."""
        going = [f"The account of {member}, with everything that is theirs" for member in objs if members.is_only_here(member)]
        listed, *others = super().get_deleted_objects(objs, request)
        return ([*listed, *going], *others)


@admin.register(Network)
class NetworkAdmin(ReadOnly):
    """Networks, whose documents are changed in the editor alone."""

    list_display = ("name", "owner", "made", "changed", "revision")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
    exclude = ("document",)


@admin.register(Run)
class RunAdmin(ReadOnly):
    """Runs, whose state only a training moves."""

    list_display = ("name", "network", "state", "dataset", "made", "ended", "worker")
    list_filter = ("state",)
    list_select_related = ("network",)
    search_fields = ("network__name", "network__owner__username")
    fields = (
        "name",
        "number",
        "network",
        "state",
        "dataset",
        "epochs",
        "epoch",
        "made",
        "started",
        "ended",
        "seconds",
        "device",
        "backend",
        "worker",
        "platform",
    )
