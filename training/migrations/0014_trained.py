"""How long runs have trained, and how often they were let go on: of runs from before, as far as their rows tell."""

from django.db import migrations, models
from django.db.models import F


def tell(apps, schema_editor):
    runs = apps.get_model("training", "Run").objects
    runs.filter(pace__isnull=False).update(seconds=F("pace") * F("epoch"))
    runs.filter(resumes="continued").update(continued=1)


class Migration(migrations.Migration):
    dependencies = [("training", "0013_bytes_of_runs")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="seconds",
            field=models.FloatField(editable=False, help_text="How long it has trained, pauses and waits left out.", null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="continued",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="How often it was let go on for more epochs after it had ended."
            ),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
