"""Runs in Django's admin, to look at: their states move elsewhere."""

from django.contrib import admin

from training.models import Run


@admin.register(Run)
class RunAdmin(admin.ModelAdmin[Run]):
    """A list to find a person's runs by."""

    list_display = ("name", "network", "state", "epoch", "epochs", "made", "ended")
    list_filter = ("state",)
    search_fields = ("id", "network__name", "network__owner__username")
    readonly_fields = ("id", "network", "number", "state", "task", "made", "started", "ended", "moved", "failure")
