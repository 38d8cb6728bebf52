"""The training app."""

from django.apps import AppConfig

from config.lifespan import on_start
from designer.data_sources import DataSource, register
from training.core import datasets


class TrainingConfig(AppConfig):
    """Offers the designer its data sets and runs, and looks after lost runs while the web process lives."""

    name = "training"

    def ready(self) -> None:
        """Register with whoever must know."""
        from django.db.models.signals import post_delete  # noqa: PLC0415

        from training.models import Run  # noqa: PLC0415
        from training.outputs import digests  # noqa: PLC0415
        from training.reaper import watch_over_runs  # noqa: PLC0415
        from training.starting import forget  # noqa: PLC0415

        register("training", DataSource(find=datasets.find, read_file=datasets.read_file, digests=digests))
        on_start(watch_over_runs)
        post_delete.connect(forget, sender=Run)
