"""Headers that Django does not send by itself: what no page of ours needs, browsers need not offer it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

UNUSED = ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
}


class SecurityHeadersMiddleware(MiddlewareMixin):
    """Sends them with every answer."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add them."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
