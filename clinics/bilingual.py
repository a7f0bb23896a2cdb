"""Two columns, one attribute: the text in the reader's language."""

from typing import Any

from django.utils.translation import get_language


class Bilingual:
    """Read ``<field>_en`` or ``<field>_ja`` by the active language, the other one if empty."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        first, second = ("ja", "en") if (get_language() or "en").startswith("ja") else ("en", "ja")
        return getattr(instance, f"{self.field}_{first}") or getattr(
            instance, f"{self.field}_{second}"
        )
