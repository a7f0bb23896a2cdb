"""A name every reader can say: ours in English where the clinic has only a Japanese one."""

import re

from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.models import Clinic

# The legal form in front of a name says who runs the clinic, not what it is called.
LEGAL_FORM = re.compile(
    r"^(?:医療法人(?:社団|財団)?|社会医療法人(?:社団|財団)?|特定医療法人|一般社団法人|一般財団法人"
    r"|公益社団法人|公益財団法人|社会福祉法人|学校法人|国立大学法人|公立大学法人|地方独立行政法人"
    r"|独立行政法人|国立研究開発法人|株式会社|宗教法人)[\s　]*"
)
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&'’.:+ -]+")
KIND_WORD = re.compile(r"clinic|hospital|dental|center|centre|medical", re.IGNORECASE)


def short_ja(name: str) -> str:
    """Return a Japanese name without line breaks and, where a name remains, its legal form."""
    flat = " ".join(name.split())
    return LEGAL_FORM.sub("", flat) or flat


def display_name(clinic: Clinic) -> str:
    """Return the name for this reader.

    English readers get the clinic's own English name, or the Latin letters of the Japanese one,
    or kind and place ("Dental clinic in Osaka"): readings of kanji are never guessed.
    """
    if vocabulary.is_japanese():
        return short_ja(clinic.name_ja)
    if clinic.name_en:
        return clinic.name_en
    latin = max(LATIN.findall(short_ja(clinic.name_ja)), key=len, default="").strip(" -.")
    kind = vocabulary.label("institution", clinic.institution)
    where = clinic.city_en or clinic.prefecture_name
    described = _("%(kind)s in %(place)s") % {"kind": kind, "place": where} if where else kind
    if len(latin) < 3:
        return described
    return latin if KIND_WORD.search(latin) else f"{latin} ({described})"
