"""The words people agree to. A changed text gets a new version; old versions stay here."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinics.models import Clinic
from clinics.vocabulary import is_japanese
from quotes import limits


@dataclass(frozen=True)
class Text:
    """One consent as it stands on the page, in the reader's language."""

    version: str
    words: str
    language: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.words.encode("utf-8")).hexdigest()


def _text(version: str, words: str) -> Text:
    return Text(version, words, get_language() or settings.LANGUAGE_CODE)


def _day_in_words(day: date) -> str:
    """Return "21 February 2027" or "2027年2月21日": no month's name in the wrong language."""
    if is_japanese():
        return f"{day.year}年{day.month}月{day.day}日"
    return date_format(day, "j F Y")


def keep(shown_on: date) -> Text:
    """Keep and use the answers; ``shown_on`` is the Tokyo date on which the page was shown."""
    gone = _day_in_words(shown_on + timedelta(days=limits.days("open")))
    words = _(
        "I agree that %(operator)s keeps and uses what I wrote here, health information "
        "included, to get these quotes. It is deleted on %(date)s, or earlier when I ask. "
        "If I or a clinic write again, the time starts anew."
    )
    return _text("keep-2", words % {"operator": settings.OPERATOR_NAME, "date": gone})


def send(clinic: Clinic) -> Text:
    """Send the answers to one clinic by name."""
    words = _(
        "I agree that what I wrote here, health information included, is sent to "
        "%(clinic)s in Japan. My e-mail address is not sent."
    )
    return _text("send-1", words % {"clinic": clinic.name})


def file(clinic: Clinic) -> Text:
    """Send one file to the clinic that asked for it."""
    words = _(
        "I agree that this file, health information included, is kept here sealed and can be "
        "read by %(clinic)s in Japan and by the staff who work on my request. It is deleted "
        "%(days)s days after the clinic's last answer, or after I sent it if that is later; at "
        "once when the clinic declines or I take it back."
    )
    return _text("file-1", words % {"clinic": clinic.name, "days": limits.days("files")})


def name(clinic: Clinic) -> Text:
    """Give name and contact to the clinic that was chosen."""
    words = _(
        "I agree that my name and this contact are given to %(clinic)s in Japan, so that it can "
        "reach me. They are deleted with my request, or at once when I take the choice back."
    )
    return _text("name-1", words % {"clinic": clinic.name})
