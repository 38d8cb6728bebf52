"""What training keeps: the runs of a network. A run's state moves only through training.states."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from designer.models import Network, make_id
from training.allowance_models import Allowance
from training.core.folder import BEST_FILE, MODEL_FILE
from training.dataset_models import Dataset, Upload
from training.prediction_models import PredictionKey
from training.sweep_models import Sweep

__all__ = ["ACTIVE", "GOING", "UNDER_WAY", "Allowance", "Dataset", "PredictionKey", "Run", "Sweep", "Upload", "folder_of"]

ACTIVE = ("starting", "running", "pausing", "stopping")
UNDER_WAY = ("queued", *ACTIVE)
GOING = ("queued", "starting", "running")  # or about to, with nobody having asked it to pause or stop


class Run(models.Model):
    """One training of a network's document, as it stood when Train was pressed."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField(help_text="Counts the runs of a network, from 1.")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default="queued", editable=False)
    document: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    dataset = models.CharField(max_length=64)
    epochs = models.PositiveIntegerField()
    epoch = models.PositiveIntegerField(default=0, help_text="Finished epochs.")
    made = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, editable=False)
    ended = models.DateTimeField(null=True, editable=False)
    moved = models.DateTimeField(auto_now_add=True, help_text="When the state last changed.")
    waiting = models.DateTimeField(
        null=True, default=timezone.now, editable=False, help_text="While it is queued: since when it waits for a worker. None: it kept its worker."
    )
    began = models.DateTimeField(null=True, editable=False, help_text="When its last worker took it.")
    asked = models.DateTimeField(null=True, editable=False, help_text="When it was asked to let others train, since its worker took it.")
    gave_way = models.BooleanField(default=False, editable=False, help_text="While it is queued: whether it let others train, and goes on by itself.")
    pace = models.FloatField(null=True, editable=False, help_text="Seconds an epoch takes, as measured so far.")
    seconds = models.FloatField(null=True, editable=False, help_text="How long it has trained, pauses and waits left out.")
    failure: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    summary: models.JSONField[dict[str, float], dict[str, float]] = models.JSONField(default=dict)
    evaluation: models.JSONField[dict[str, float], dict[str, float]] = models.JSONField(default=dict)
    spark: models.JSONField[list[float], list[float]] = models.JSONField(default=list, help_text="A value an epoch, to be drawn small.")
    has_model = models.BooleanField(default=False)
    notes = models.TextField(blank=True, max_length=10_000, help_text="What its owner writes about it.")
    tags: models.JSONField[list[str], list[str]] = models.JSONField(default=list, help_text="Words of its owner's, to find runs by.")
    pinned = models.BooleanField(default=False, help_text="Whether its owner keeps it on top.")
    eyes = models.BooleanField(default=True, help_text="Whether looks at what is learned are taken.")
    task = models.CharField(
        max_length=36, blank=True, help_text="The Celery message that may train this run; older ones are void. None: no worker has it."
    )
    device = models.CharField(
        max_length=4, default="any", help_text="What it asks to be trained on: any, cpu, gpu, or gpus, which are all of a machine."
    )
    backend = models.CharField(max_length=10, default="any", help_text="What it asks Keras to run on.")
    queue = models.CharField(max_length=16, blank=True, help_text="The queue of its last message, which says what it is trained on.")
    worker = models.CharField(max_length=120, blank=True, help_text="The worker that had it last.")
    platform = models.CharField(max_length=200, blank=True, help_text="What it was trained on, for a person: Keras, its back end, the devices.")
    moves = models.PositiveIntegerField(default=0, editable=False, help_text="Counts the changes of the state, so that the newest is known.")
    resumes = models.CharField(max_length=9, blank=True, editable=False, help_text="Why it is taken up again; empty before it was begun.")
    continued = models.PositiveIntegerField(default=0, editable=False, help_text="How often it was let go on for more epochs after it had ended.")
    attempt = models.PositiveSmallIntegerField(default=0, editable=False, help_text="How often its worker was lost since the last new checkpoint.")
    checkpointed = models.BigIntegerField(
        default=0, editable=False, help_text="When the checkpoint was written that it had when its worker was last lost."
    )

    sweep = models.ForeignKey(Sweep, null=True, on_delete=models.CASCADE, related_name="runs", help_text="The sweep that it is a trial of.")
    trial = models.PositiveIntegerField(null=True, help_text="Counts the trials of its sweep, from 1.")
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, help_text="What its sweep set, by the field's name.")
    measured: models.JSONField[list[float | None], list[float | None]] = models.JSONField(
        default=list, help_text="Its sweep's objective after each epoch; None where it was no number."
    )
    pruned = models.CharField(max_length=300, blank=True, help_text="Why its sweep ended it early, in a sentence.")

    bytes = models.BigIntegerField(default=0, editable=False, help_text="What its files take, since it ended, paused or was exported.")
    cut = models.CharField(max_length=300, blank=True, help_text="Why it was ended when it had trained for as long as it may, in a sentence.")

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-made", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["network", "number"], name="one_number_a_run"),
            models.UniqueConstraint(fields=["sweep", "trial"], name="one_run_a_trial"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "made"], name="runs_by_state")]

    def __str__(self) -> str:
        return f"{self.name} of {self.network_id}"

    @property
    def folder(self) -> Path:
        """Where the run's history, log and model lie."""
        return folder_of(self.pk)

    @property
    def model_file(self) -> Path:
        """The trained model."""
        return self.folder / MODEL_FILE

    @property
    def best_file(self) -> Path:
        """The best model while it trained, where the document asked for it."""
        return self.folder / BEST_FILE


def folder_of(run_id: str) -> Path:
    """The folder of a run's files."""
    return Path(settings.DATA_DIR) / "runs" / run_id
