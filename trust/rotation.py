"""Seal everything again under the newest key, so that an old key can be taken away."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from trust.fields import EncryptedTextField
from trust.sealing import Envelope, current_key_id


def sealed_columns() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Return every encrypted column of every installed model."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def reseal(model: type[models.Model], field: EncryptedTextField, *, dry_run: bool = False) -> int:
    """Seal old values of one column again; returns how many. Safe to stop and to run twice.

    Raises DecryptionError at the first value that does not open.
    """
    keys = model._base_manager.exclude(**{f"{field.name}__isnull": True}).order_by("pk")
    return sum(_reseal_row(model, field, key, dry_run) for key in keys.values_list("pk", flat=True))


def _reseal_row(
    model: type[models.Model], field: EncryptedTextField, key: object, dry_run: bool
) -> bool:
    with transaction.atomic():
        row = model._base_manager.select_for_update().only(field.name).filter(pk=key).first()
        held = row.__dict__[field.attname] if row else None
        if not isinstance(held, Envelope) or held.key_id == current_key_id():
            return False
        value = field.seal(row, getattr(row, field.attname))
        if not dry_run:
            model._base_manager.filter(pk=key).update(**{field.attname: value})
        return True
