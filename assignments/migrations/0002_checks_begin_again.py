"""When the checks of a hand-in began, the last time; a hand-in of before counts from when it was made."""

import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import assignments.models


def from_made(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Take over when each was made."""
    apps.get_model("assignments", "HandIn").objects.update(begun=models.F("made"))


class Migration(migrations.Migration):
    """Adds a field, and words another anew."""

    dependencies = [("assignments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="handin",
            name="begun",
            field=models.DateTimeField(default=django.utils.timezone.now, help_text="When the checks began, the last time."),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="seed",
            field=models.PositiveIntegerField(default=assignments.models.make_seed, editable=False, help_text="Trains what is checked."),
        ),
        migrations.RunPython(from_made, migrations.RunPython.noop),
    ]
