"""Which words about this site may not make up a password (NIST SP 800-63B, OWASP ASVS 5 6.1.2)."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = (
    "kakunin", "clinic", "clinics", "directory", "regenerative", "regen", "medicine", "medical",
    "therapy", "stemcell", "stem", "cell", "cells", "saisei", "iryo", "iryou", "asrm", "japan",
    "nippon", "nihon", "tokyo", "osaka", "patient", "quote", "quotes", "review", "reviews", "staff",
    "admin", "administrator", "password", "passwort", "welcome", "login", "letmein", "secret",
    "再生", "医療", "再生医療", "確認", "クリニック", "東京", "大阪",
)  # fmt: skip
LEAST_OF_ITS_OWN = 8  # characters


class WordsOfThisSite:
    """Refuse a password that is little more than words about the site, years and signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when fewer than 8 letters or digits of its own are left."""
        left = password.casefold()
        for word in sorted(_words(), key=len, reverse=True):
            left = left.replace(word, " ")
        left = re.sub(r"(?<!\d)(19|20)\d\d(?!\d)|[\W_]+", "", left)
        if len(left) < LEAST_OF_ITS_OWN:
            raise ValidationError(self.get_help_text(), code="password_of_site_words")

    def get_help_text(self) -> str:
        return _(
            "This password is mostly words about this site, a year or signs. Add words that "
            "nobody would connect with it."
        )


def _words() -> set[str]:
    """Return the list, the words of the site's own address and of its operator's name."""
    own = f"{urlsplit(settings.SITE_URL).hostname or ''} {settings.OPERATOR_NAME}".casefold()
    return {*WORDS, *(word for word in re.split(r"[\W_]+", own) if len(word) > 2)}
