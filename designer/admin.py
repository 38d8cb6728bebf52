"""Networks in Django's admin."""

from django.contrib import admin

from designer.models import Network


@admin.register(Network)
class NetworkAdmin(admin.ModelAdmin[Network]):
    """A list to find a person's networks by."""

    list_display = ("name", "owner", "revision", "changed")
    search_fields = ("name", "owner__username")
    readonly_fields = ("id", "made", "changed", "revision")
