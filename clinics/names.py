"""A name every reader can say: ours in English where the clinic has only a Japanese one."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.models import Clinic
from clinics.name_parts import Part, parts_of
from clinics.name_words import DESCRIBED

# The legal form in front of a name says who runs the clinic, not what it is called.
LEGAL_FORM = re.compile(
    r"^(?:医療法人(?:社団|財団)?|医療社団法人|社会医療法人(?:社団|財団)?|特定医療法人|一般社団法人"
    r"|一般財団法人|公益社団法人|公益財団法人|社会福祉法人|学校法人|国立大学法人|公立大学法人"
    r"|地方独立行政法人|独立行政法人|国立研究開発法人|株式会社|宗教法人|公立学校共済組合)[\s　]*"
)
_REPEATED = re.compile(r"^(.{2,}?)\s+(?=\1)")
_OPERATOR = re.compile(
    r"^\S{1,9}?会(?!立|病院)(?=\S*(?:クリニック|病院|医院|診療所|整形外科|歯科))"
)
_KIND_ONLY = re.compile(r"(?:clinic|hospital|クリニック|病院|医院|診療所)+", re.IGNORECASE)


def short_ja(name: str) -> str:
    """Return a Japanese name without line breaks and, where a name remains, its legal form."""
    flat = " ".join(name.split())
    return LEGAL_FORM.sub("", flat) or flat


def own_ja(name: str) -> str:
    """Return what the institution itself is called, without the body that runs it."""
    flat = " ".join(unicodedata.normalize("NFKC", name).split())
    own = LEGAL_FORM.sub("", flat)
    if not own or own == flat:
        return flat
    once = _REPEATED.sub("", own)
    if once != own:
        return once
    first, _space, rest = own.partition(" ")
    is_attached = flat.endswith(own) and not flat[: -len(own)].endswith(" ")
    if rest and not _KIND_ONLY.fullmatch(rest) and (is_attached or not first.isascii()):
        return rest
    return own if rest else _OPERATOR.sub("", own)


def display_name(clinic: Clinic) -> str:
    """Return the name for this reader.

    English readers get the clinic's own English name; else its Japanese one where tables and
    kana say every part of it ("Hattori Dental Clinic"); else what it is and where ("Orthopaedic
    clinic in Umeda, Osaka"). Readings of kanji are never guessed.
    """
    if vocabulary.is_japanese():
        return short_ja(clinic.name_ja)
    if clinic.name_en:
        return clinic.name_en
    tokens = parts_of(own_ja(clinic.name_ja), clinic.prefecture)
    readable = [token for token in tokens if all(part.text for part in token)]
    if readable == tokens or _names(readable):
        return _composed(readable, clinic, tokens)
    own = " ".join(p.text for token in tokens for p in token if p.kind == "own" and len(p.text) > 2)
    described = _described(clinic, tokens)
    return f"{own} ({described})" if own else described


def _names(tokens: list[list[Part]]) -> bool:
    """Whether these words alone name a house: somebody or something, and what it is."""
    kinds = {part.kind for token in tokens for part in token}
    return bool(kinds & {"own", "loan"}) and bool(kinds & {"kind", "speciality"})


def _composed(readable: list[list[Part]], clinic: Clinic, tokens: list[list[Part]]) -> str:
    words: list[str] = []
    branch, kind_at, speciality_at = "", None, None
    parts = [part for token in readable for part in token]
    for index, part in enumerate(parts):
        around = {
            p.kind for p in (*parts[max(index - 1, 0) : index], *parts[index + 1 : index + 2])
        }
        if part.kind == "branch":
            branch = part.text
        elif part.kind == "and":
            if around == {"speciality"} and kind_at is None:
                words.append("and")
        elif part.kind in ("speciality", "kind") and kind_at is not None:
            continue
        elif part.kind != "silent" and part.text not in words[-1:]:
            words.append(part.text)
            if part.kind == "kind":
                kind_at = len(words)
            elif part.kind == "speciality":
                speciality_at = len(words)
    if kind_at is None and speciality_at:
        words.insert(speciality_at, "Hospital" if clinic.institution == "hospital" else "Clinic")
    name = " ".join(words).strip(" .")
    if branch:
        name += " " + _("(%(place)s branch)") % {"place": branch}
    if kind_at is None and not speciality_at:
        return f"{name} ({_described(clinic, tokens)})" if name else _described(clinic, tokens)
    return name


def _described(clinic: Clinic, tokens: list[list[Part]]) -> str:
    """Return "Dental clinic in Umeda, Osaka": what it is by its words, where by name or address."""
    kind, where = _kind(clinic.name_ja), _where(clinic, tokens)
    kind = kind or vocabulary.label("institution", clinic.institution)
    return _("%(kind)s in %(place)s") % {"kind": kind, "place": where} if where else kind


@lru_cache(maxsize=4096)
def _kind(name: str) -> str:
    own = own_ja(name)
    if "大学" in own and "病院" in own:
        return DESCRIBED["大学病院"]
    return next((kind for word, kind in DESCRIBED.items() if word in own), "")


def _where(clinic: Clinic, tokens: list[list[Part]]) -> str:
    prefecture = clinic.prefecture_name
    # A place counts where it stands alone, ends a word or names the branch; else it may be a name.
    last = [token[-1] for token in tokens]
    places = [part.text for part in last if part.kind in ("place", "branch")]
    named = places[-1].removeprefix(f"{prefecture} ") if places else ""
    place = named if named and named != prefecture else clinic.city_en
    if not place or place.endswith(f", {prefecture}"):
        return place or prefecture
    return ", ".join(filter(None, (place, prefecture)))
