"""Languages that clinics offer, with names in both interface languages."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = {
    "ja": _("Japanese"),
    "en": _("English"),
    "zh": _("Chinese"),
    "ko": _("Korean"),
    "fil": _("Filipino"),
    "id": _("Indonesian"),
    "vi": _("Vietnamese"),
    "th": _("Thai"),
    "es": _("Spanish"),
    "fr": _("French"),
    "de": _("German"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
    "pt": _("Portuguese"),
}


def language_choices() -> list[tuple[str, str]]:
    return list(LANGUAGES.items())


def language_name(code: str) -> str:
    return str(LANGUAGES.get(code, code))
