from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("training", "0012_allowances")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="run",
            name="bytes",
            field=models.BigIntegerField(
                default=0, editable=False, help_text="What its files take, since it ended, paused or was exported."
            ),
        ),
        migrations.AlterField(
            model_name="allowance",
            name="storage_mb",
            field=models.PositiveIntegerField(
                help_text="Megabytes that a person keeps: data sets, files on their way, runs, imported weights.", null=True
            ),
        ),
    ]
