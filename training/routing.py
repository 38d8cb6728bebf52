"""The addresses of training's sockets."""

from __future__ import annotations

from django.urls import path

from training.consumers import NetworkConsumer, RunConsumer, SweepConsumer

websocket_urlpatterns = [
    path("ws/networks/<str:id>", NetworkConsumer.as_asgi()),
    path("ws/runs/<str:id>", RunConsumer.as_asgi()),
    path("ws/sweeps/<str:id>", SweepConsumer.as_asgi()),
]
