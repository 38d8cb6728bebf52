"""Assignments know what their hidden samples were drawn from, works and hand-ins the weights that were given, hand-ins how often they were marked."""

from django.db import migrations, models

GIVEN = "Digest of the weights that the starter had when it was begun with; empty where it had none."


class Migration(migrations.Migration):
    """Adds four fields."""

    dependencies = [("assignments", "0002_checks_begin_again")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="drawn_from",
            field=models.CharField(
                blank=True, editable=False, help_text="Digest of what was parted and how it was made; empty for the gallery's.", max_length=64
            ),
        ),
        migrations.AddField(model_name="work", name="given", field=models.CharField(blank=True, editable=False, help_text=GIVEN, max_length=64)),
        migrations.AddField(model_name="handin", name="given", field=models.CharField(blank=True, editable=False, help_text=GIVEN, max_length=64)),
        migrations.AddField(
            model_name="handin",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False, help_text="Counts the changes of its marks, and of the rules they stand for."),
        ),
    ]
