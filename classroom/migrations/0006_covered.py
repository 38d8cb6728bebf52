from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("classroom", "0005_membership_form")]
    operations = [
        migrations.AddField(
            model_name="class",
            name="covered",
            field=models.DateTimeField(editable=False, help_text="Since when they are.", null=True),
        ),
    ]
