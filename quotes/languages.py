"""Languages a patient can name. Their names are written in themselves, so nobody must search."""

NAMES = {
    "en": "English",
    "ja": "日本語",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ko": "한국어",
    "fil": "Filipino",
    "vi": "Tiếng Việt",
    "id": "Bahasa Indonesia",
    "th": "ไทย",
    "ar": "العربية",
    "es": "Español",
    "pt": "Português",
    "fr": "Français",
    "de": "Deutsch",
    "ru": "Русский",
}
CHOICES = list(NAMES.items())


def as_text(codes: list[str]) -> str:
    return ", ".join(NAMES.get(code, code) for code in codes)
