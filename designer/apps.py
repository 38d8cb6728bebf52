"""The designer app."""

from django.apps import AppConfig


class DesignerConfig(AppConfig):
    """Registers designer with Django."""

    name = "designer"
