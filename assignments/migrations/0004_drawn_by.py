"""Assignments know what draws their hidden samples: of those from before digests were noted, the name of the data set."""

from contextlib import suppress

from django.db import migrations, models

from training.core.own_data import store


def note(apps, schema_editor):
    """Until now it was told by the digest, or by the name where there was none."""
    for assignment in apps.get_model("assignments", "Assignment").objects.exclude(visible=""):
        assignment.drawn_by = assignment.drawn_from or assignment.dataset
        with suppress(OSError):  # files that somebody took away
            origin = store.origin_of(assignment.dataset)
            assignment.drawn_from = assignment.drawn_from if origin is None else origin.digest
        assignment.save(update_fields=["drawn_by", "drawn_from"])


class Migration(migrations.Migration):
    """Adds the field, and fills it."""

    dependencies = [("assignments", "0003_given_and_drawn")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="drawn_by",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="What draws the hidden samples: that digest, or a data set's name; empty before the split.",
                max_length=64,
            ),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
