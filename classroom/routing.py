"""The addresses of the classroom's sockets."""

from __future__ import annotations

from django.urls import path

from classroom.consumers import ClassConsumer

websocket_urlpatterns = [path("ws/classes/<str:id>", ClassConsumer.as_asgi())]
