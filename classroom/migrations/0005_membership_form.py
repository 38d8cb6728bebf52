from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("classroom", "0004_class_lesson")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="form",
            field=models.CharField(blank=True, default="", editable=False, help_text="The hash of the secret of the form that was sent to join.", max_length=64),
            preserve_default=False,
        ),
    ]
