"""Every column is declared as personal or not personal, in the model's class PersonalData."""

from collections.abc import Iterable

from django.db import models


def unclassified_fields(given: Iterable[type[models.Model]]) -> list[str]:
    """Return one line for each column without a (clear) declaration; empty when all is well.

    Tables made by Django for many-to-many fields hold two keys and need none. A history model
    (django-simple-history) follows the declaration of the model it copies.
    """
    problems: list[str] = []
    for model in given:
        if model._meta.auto_created or model._meta.proxy:
            continue
        problems += _problems(model)
    return problems


def _problems(model: type[models.Model]) -> list[str]:
    declaring = getattr(model, "instance_type", model)
    declared = getattr(declaring, "PersonalData", None)
    label = model._meta.label
    if declared is None:
        return [f"{label}: no class PersonalData"]
    personal, other = set(declared.personal), set(declared.not_personal)
    columns = _columns(model)
    found = [f"{label}.{name}: in both lists" for name in sorted(personal & other)]
    found += [f"{label}.{name}: in no list" for name in columns if name not in personal | other]
    if declaring is model:
        found += [
            f"{label}.{name}: no such column" for name in sorted((personal | other) - {*columns})
        ]
    return found


def _columns(model: type[models.Model]) -> list[str]:
    is_history = hasattr(model, "instance_type")
    key_of_copied = model.instance_type._meta.pk.name if is_history else None  # type: ignore[attr-defined]
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not (is_history and (field.name.startswith("history_") or field.name == key_of_copied))
    ]
