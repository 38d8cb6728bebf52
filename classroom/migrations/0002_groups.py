from django.db import migrations


def make_groups(apps, schema_editor):
    """The groups by which an administrator says who teaches and who is a guest."""
    for name in ("teachers", "guests"):
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("classroom", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
