from django.db import migrations, models


def note_deactivated(apps, schema_editor):
    """Until now nothing said who deactivated an account: those who are kept out can be let in as before."""
    apps.get_model("classroom", "Membership").objects.filter(locked=True, user__is_active=False).update(deactivated=True)


class Migration(migrations.Migration):
    dependencies = [("classroom", "0006_covered")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="deactivated",
            field=models.BooleanField(default=False, editable=False, help_text="Whether being kept out is what deactivated the account."),
        ),
        migrations.RunPython(note_deactivated, migrations.RunPython.noop),
    ]
