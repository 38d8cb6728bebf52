"""A sweep: many runs of one document, its marked fields set anew for each. What each trial came to stands with its run."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from designer.models import Network, make_id


class Sweep(models.Model):
    """A search over the marked fields of a network's document, as it stood when it was started."""

    id = models.CharField(primary_key=True, max_length=16, default=make_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="sweeps")
    number = models.PositiveIntegerField(help_text="Counts the sweeps of a network, from 1.")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default="running", editable=False)
    document: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    eyes = models.BooleanField(default=True, help_text="Whether its runs take looks at what is learned.")
    device = models.CharField(max_length=4, default="any", help_text="What its runs ask to be trained on.")
    backend = models.CharField(max_length=10, default="any", help_text="What its runs ask Keras to run on.")
    planned = models.PositiveIntegerField(help_text="How many trials it is to make.")
    proposed = models.PositiveIntegerField(default=0, help_text="How many trials it has made so far, deleted ones among them.")
    made = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, editable=False)
    failure: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-made", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["network", "number"], name="one_number_a_sweep"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state"], name="sweeps_by_state")]

    def __str__(self) -> str:
        return f"{self.name} of {self.network_id}"
