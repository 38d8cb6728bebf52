"""The project itself as an app: its templates and commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, sign-in, the one API and the commands."""

    name = "config"
