from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0002_annotations'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='eyes',
            field=models.BooleanField(default=True, help_text='Whether looks at what is learned are taken.'),
        ),
    ]
