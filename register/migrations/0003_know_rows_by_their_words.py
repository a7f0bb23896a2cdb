"""Rows read before are recognised in the new way, and count as seen where they were last seen."""

from collections import Counter

from django.db import migrations

from register.identity import identity


def forwards(apps, schema_editor):
    Entry = apps.get_model("register", "Entry")
    Sighting = apps.get_model("register", "Sighting")
    twins = Counter()
    # Two steps: a new identity may be the old one of a row that comes later.
    for entry in Entry.objects.order_by("pk"):
        Entry.objects.filter(pk=entry.pk).update(identity=f"old-{entry.pk}", twin=0)
    for position, entry in enumerate(Entry.objects.order_by("pk"), 1):
        entry.identity = identity(
            entry.list_class, entry.prefecture, entry.institution, entry.title
        )
        entry.twin = twins[entry.identity]
        twins[entry.identity] += 1
        entry.documents = entry.treatment.documents.count()
        entry.first_snapshot_id = entry.snapshot_id
        entry.save()
        raw = {
            "list_class": entry.list_class,
            "facility": entry.institution,
            "prefecture": entry.prefecture,
            "address": entry.address,
            "treatment": entry.title,
            "register_key": entry.key,
            "documents": str(entry.documents),
        }
        Sighting.objects.create(
            entry=entry, snapshot_id=entry.snapshot_id, position=position, raw=raw
        )
    for snapshot in apps.get_model("register", "Snapshot").objects.all():
        snapshot.files = [{"name": snapshot.file_name, "sha256": snapshot.sha256}]
        classes = Counter(
            Entry.objects.filter(snapshot=snapshot).values_list("list_class", flat=True)
        )
        snapshot.rows_by_class = dict(sorted(classes.items()))
        snapshot.list_class = "".join(sorted(classes))
        snapshot.save()


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0002_snapshots_sightings_differences"),
        ("clinics", "0003_left_the_list"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
