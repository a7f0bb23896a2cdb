from django.db import migrations

NAMES = ["listing editor", "verifier", "review moderator", "quote coordinator", "administrator"]


def make_groups(apps, schema_editor):
    """The names only; `sync_roles` gives the permissions once they exist."""
    Group = apps.get_model("auth", "Group")
    for name in NAMES:
        Group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
