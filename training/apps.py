"""The training app."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from config.lifespan import on_start
from designer.data_sources import DataSource, register
from training.core import datasets


class TrainingConfig(AppConfig):
    """Offers the designer its data sets and runs, and looks after lost runs while the web process lives."""

    name = "training"

    def ready(self) -> None:
        """Register with whoever must know."""
        from django.db.models.signals import post_delete  # noqa: PLC0415

        from designer import kept_weights, limits  # noqa: PLC0415
        from training import allowances, own_datasets, starting, sweeping, uploads  # noqa: PLC0415
        from training.core.own_data import store  # noqa: PLC0415
        from training.dataset_models import Dataset, Upload  # noqa: PLC0415
        from training.models import Run, Sweep  # noqa: PLC0415
        from training.outputs import digests, network_of  # noqa: PLC0415
        from training.reaper import watch_over_runs  # noqa: PLC0415

        store.keep_in(Path(settings.DATA_DIR) / "datasets")
        register(
            "training",
            DataSource(find=datasets.find, read_file=own_datasets.read_file, digests=digests, may_read=own_datasets.may_read, network_of=network_of),
        )
        limits.register(
            limits.Limits(check_file=allowances.check_file, check_kept=allowances.check_storage, check_networks=allowances.check_networks)
        )
        kept_weights.used_by(starting.with_weights)
        on_start(watch_over_runs)
        on_start(own_datasets.sweep_at_start)
        post_delete.connect(starting.forget, sender=Run)
        post_delete.connect(sweeping.forget, sender=Sweep)
        post_delete.connect(own_datasets.forget, sender=Dataset)
        post_delete.connect(uploads.forget, sender=Upload)
