"""The administration under /admin/: for administrators, who sign in as everybody does; for everyone else there is nothing."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect


class AdministrationSite(AdminSite):
    """Django's administration without a sign-in of its own."""

    site_header = site_title = "Layerloom"
    index_title = "Administration"
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether a person administers this server."""
        return bool(request.user.is_active and request.user.is_superuser)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send those who are not signed in to the one page for that."""
        if self.has_permission(request):
            return HttpResponseRedirect("/admin/")
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login("/admin/")
