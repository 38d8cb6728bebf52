from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('designer', '0005_lesson_progress'),
    ]

    operations = [
        migrations.AddField(
            model_name='lessonprogress',
            name='left',
            field=models.BooleanField(default=False, help_text='Whether it was left: the network stands without its guide until the lesson is opened again.'),
        ),
    ]
