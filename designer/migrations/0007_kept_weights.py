from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("designer", "0006_lesson_left"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="KeptWeights",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("size", models.BigIntegerField(help_text="Bytes.")),
                ("read", models.DateTimeField(help_text="When their file was read, the last time.")),
                (
                    "owner",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="weights", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("owner", "digest"), name="weights_once_of_a_person")],
            },
        ),
    ]
