"""Encrypted columns: AES-256-GCM, bound to table, column and row, opened only when read.

A row comes out of the database with the sealed text in place. The first read of the attribute
opens it, with the row's key as authenticated data, so a value that was changed, or copied from
another row or column, raises ``DecryptionError`` instead of showing somebody else's data.

The model needs ``id = UUIDField(primary_key=True, default=uuid.uuid4)``: the row's key must be
known before the row is written. See docs/adr/010-encrypted-columns.md.

* ``values()`` and ``values_list()`` give the sealed text (an ``Envelope``), never the clear one.
* ``update(field="clear")`` and ``bulk_update`` raise ``FieldError``; ``update(field=sealed(row,
  "field", "clear"))`` works for one row.
* Every lookup except ``isnull`` raises ``FieldError``; for equality store ``trust.digests``.
* ``None`` and ``""`` are stored as they are: that a value is missing is not hidden.
"""

import json
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from trust.sealing import DecryptionError, Envelope, current_key_id, open_sealed, seal

__all__ = ["DecryptionError", "EncryptedJSONField", "EncryptedTextField", "Envelope", "sealed"]


class SealedAttribute(DeferredAttribute):
    """Holds the envelope until the attribute is read. Being a data descriptor it is asked first."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Envelope):
            value = self.field.open(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """A text column that the database, its backups and its logs never see in the clear."""

    description = _("Encrypted text")
    descriptor_class = SealedAttribute

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_row_key()]

    def _check_row_key(self) -> list[checks.CheckMessage]:
        key = self.model._meta.pk
        if isinstance(key, models.UUIDField) and key.has_default():
            return []
        return [
            checks.Error(
                "An encrypted column needs a UUIDField primary key with a default.",
                obj=self,
                id="trust.E001",
            )
        ]

    # -- clear <-> text that is sealed ---------------------------------------------------
    def dump(self, value: Any) -> str:
        return str(value)

    def load(self, text: str) -> Any:
        return text

    def passes_unsealed(self, value: Any) -> bool:
        return value is None or value == ""

    # -- sealed <-> clear ----------------------------------------------------------------
    def context_of(self, instance: models.Model) -> str:
        """Return ``table|column|row``; raises ValueError when the row has no key yet."""
        row = instance._meta.pk.to_python(instance.pk)  # type: ignore[union-attr]
        if row is None:
            raise ValueError(f"{self.model._meta.label} needs its key before {self.name} is sealed")
        return f"{self.model._meta.db_table}|{self.column}|{row}"

    def open(self, instance: models.Model, envelope: Envelope) -> Any:
        return self.load(open_sealed(envelope, self.context_of(instance)))

    def seal(self, instance: models.Model, value: Any) -> Any:
        if self.passes_unsealed(value):
            return value
        return seal(self.dump(value), self.context_of(instance))

    # -- Django's side -------------------------------------------------------------------
    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Envelope):
            # Opened even though nothing changed: a row saved under another key fails here,
            # where it is noticed, and an old encryption key is replaced.
            value = self.open(model_instance, held)
            return held if held.key_id == current_key_id() else self.seal(model_instance, value)
        return self.seal(model_instance, getattr(model_instance, self.attname))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Envelope(value) if value else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Envelope):
            return str.__str__(value)
        if value is None or value == "":
            return value
        raise FieldError(
            f"{self.name} is encrypted: save the row, or give sealed(row, {self.name!r}, value)"
        )

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: {lookup_name!r} cannot be answered")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted: {lookup_name!r} cannot be answered")

    def value_to_string(self, obj: models.Model) -> str:
        """Serialisers and dumps get the sealed text."""
        value = self.pre_save(obj, add=False)
        return "" if value is None else str.__str__(value)


class EncryptedJSONField(EncryptedTextField):
    """Like EncryptedTextField for anything JSON can hold; dates come back as text."""

    description = _("Encrypted JSON")

    def dump(self, value: Any) -> str:
        return json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)

    def load(self, text: str) -> Any:
        return json.loads(text)

    def passes_unsealed(self, value: Any) -> bool:
        return value is None

    def to_python(self, value: Any) -> Any:
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(
            self, **{"form_class": forms.JSONField, "encoder": DjangoJSONEncoder, **kwargs}
        )


def sealed(instance: models.Model, name: str, value: Any) -> Any:
    """Return ``value`` sealed for that column of that row, for a conditional ``update()``."""
    field = instance._meta.get_field(name)
    if not isinstance(field, EncryptedTextField):
        raise FieldError(f"{name} is not an encrypted column")
    return field.seal(instance, value)
