"""Keys with which other programs ask a trained model; only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class PredictionKey(models.Model):
    """The one key to a run's model; a new one voids the old."""

    run = models.OneToOneField("training.Run", on_delete=models.CASCADE, related_name="prediction_key")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"key to {self.run_id}"

    @classmethod
    def renew(cls, run_id: str) -> str:
        """A fresh token for a run; it is told this once."""
        token = secrets.token_urlsafe(32)
        cls.objects.update_or_create(run_id=run_id, defaults={"digest": hashed(token)})
        return token
