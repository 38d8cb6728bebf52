"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Registers training with Django."""

    name = "training"
