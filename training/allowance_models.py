"""What people of a role may take of this server: a row a role. What stands in no row is as `DEFAULTS` says; None is no limit."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from config.roles import Role


class Allowance(models.Model):
    """The limits of everybody of a role."""

    role = models.CharField(primary_key=True, max_length=13)
    runs = models.PositiveIntegerField(null=True, help_text="Runs that train or wait at once.")
    minutes = models.PositiveIntegerField(null=True, help_text="How long a run may train.")
    parameters = models.PositiveBigIntegerField(null=True, help_text="Of a network that is trained.")
    upload_mb = models.PositiveIntegerField(null=True, help_text="Megabytes of a file that is sent.")
    storage_mb = models.PositiveIntegerField(
        null=True, help_text="Megabytes that a person keeps: data sets, files on their way, runs, imported weights."
    )

    def __str__(self) -> str:
        return self.role


DEFAULTS: Mapping[Role, Mapping[str, int]] = {
    "administrator": {},
    "teacher": {},
    "student": {"runs": 10, "minutes": 60, "parameters": 20_000_000, "upload_mb": 200, "storage_mb": 2_000},
    "guest": {"runs": 2, "minutes": 10, "parameters": 2_000_000, "upload_mb": 20, "storage_mb": 100},
}
