"""The addresses of training's sockets."""

from __future__ import annotations

from django.urls import path

from training.consumers import RunConsumer

websocket_urlpatterns = [path("ws/runs/<str:run_id>", RunConsumer.as_asgi())]
