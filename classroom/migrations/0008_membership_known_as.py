from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("classroom", "0007_membership_deactivated")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="known_as",
            field=models.CharField(
                blank=True, default="", editable=False, help_text="The one they last came in by, as it is compared, if renamed.", max_length=60
            ),
        ),
    ]
