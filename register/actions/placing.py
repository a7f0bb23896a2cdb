"""Which clinic a row of the list belongs to: one name in one ward, branches apart."""

import base64
import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from clinics.asrm import bureaus
from clinics.models import Clinic, Source
from register.cities import city_of
from register.identity import plain_institution
from register.models import Entry
from register.reading import PREFECTURE_CODES, Row

_DENTAL = ("歯科", "デンタル", "口腔", "dental")
_HOSPITAL = ("病院", "医療センター", "hospital", "医学部")


def institution_kind(name: str) -> str:
    """Return dental, hospital or clinic from the words of the name."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if any(word in plain for word in _DENTAL):
        return "dental"
    return "hospital" if any(word in plain for word in _HOSPITAL) else "clinic"


def one_line(text: str) -> str:
    return " ".join(text.split())


def slug_of(prefecture: str, institution: str, branch: str = "") -> str:
    """Return a stable address: prefecture and a short hash of name (and ward, for a branch)."""
    plain = "".join(unicodedata.normalize("NFKC", institution).split()).casefold()
    words = "\x1f".join([prefecture, plain, branch] if branch else [prefecture, plain])
    digest = hashlib.sha256(words.encode("utf-8", "replace")).digest()
    name = bureaus.PREFECTURES[PREFECTURE_CODES[prefecture]].en.lower()
    return f"{name}-{base64.b32encode(digest[:5]).decode().lower()}"


class Placed(NamedTuple):
    """What says where a row belongs (a Row has it too)."""

    prefecture: str
    institution: str
    address: str


class Places:
    """Finds the clinic of a row, or makes one (written by ``save_new``).

    A row without an address joins the clinic of that name in that prefecture if there is just
    one; otherwise these rows form a group of their own, whose page says so.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.groups: dict[tuple[str, str], dict[str, Clinic]] = defaultdict(dict)
        self.slugs: set[str] = set()
        self.new: list[Clinic] = []
        self.filled: list[Clinic] = []
        self.all_filled: list[int] = []
        clinics = {clinic.pk: clinic for clinic in Clinic.objects.filter(is_sample=False)}
        self.slugs = set(Clinic.objects.values_list("slug", flat=True))
        seen = set()
        for pk, prefecture, institution in (
            Entry.objects.real()
            .order_by("pk")
            .values_list("treatment__clinic_id", "prefecture", "institution")
            .iterator(chunk_size=5_000)
        ):
            seen.add(pk)
            clinic = clinics[pk]
            group = self.groups[PREFECTURE_CODES[prefecture], plain_institution(institution)]
            group.setdefault(clinic.city_ja, clinic)
        for pk, clinic in clinics.items():
            if pk not in seen and clinic.status == Clinic.Status.OPEN:
                group = self.groups[clinic.prefecture, plain_institution(clinic.name_ja)]
                group.setdefault(clinic.city_ja, clinic)

    def of_rows(self, rows: Iterable[Row]) -> list[tuple[Row, Clinic]]:
        """Return each row with its clinic; rows that give an address choose first."""
        ordered = sorted(rows, key=lambda row: (not row.address, row.line))
        return [(row, self.of(row)) for row in ordered]

    def of(self, row: Row | Placed) -> Clinic:
        iso = PREFECTURE_CODES[row.prefecture]
        group = self.groups[iso, plain_institution(row.institution)]
        city, city_en = city_of(row.address)
        if city in group:
            return group[city]
        if not city and len(group) == 1:
            return next(iter(group.values()))
        if city and set(group) == {""}:
            clinic = group[city] = group.pop("")
            clinic.city_ja, clinic.city_en = city, city_en
            clinic.address_ja = one_line(row.address)
            if clinic.pk:
                self.filled.append(clinic)
            return clinic
        clinic = group[city] = self._make(row, iso, city, city_en, is_branch=bool(group))
        return clinic

    def renamed(self, clinic: Clinic, city: str) -> None:
        """Note that a known clinic now stands in this ward."""
        for group in self.groups.values():
            for old, known in list(group.items()):
                if known.pk == clinic.pk and old != city:
                    group[city] = group.pop(old)

    def _make(
        self, row: Row | Placed, iso: str, city: str, city_en: str, *, is_branch: bool
    ) -> Clinic:
        slug = slug_of(row.prefecture, row.institution, city if is_branch else "")
        while slug in self.slugs:
            slug = slug_of(row.prefecture, row.institution, f"{city}{slug}")
        self.slugs.add(slug)
        clinic = Clinic(
            slug=slug,
            name_ja=one_line(row.institution),
            institution=institution_kind(row.institution),
            prefecture=iso,
            region=bureaus.PREFECTURES[iso].bureau,
            city_ja=city,
            city_en=city_en,
            address_ja=one_line(row.address),
            source=self.source,
        )
        self.new.append(clinic)
        return clinic

    def save_new(self) -> None:
        """Write the clinics made or completed since the last call."""
        Clinic.objects.bulk_create(self.new, batch_size=500)
        Clinic.objects.bulk_update(
            self.filled, ["city_ja", "city_en", "address_ja"], batch_size=200
        )
        self.all_filled += [clinic.pk for clinic in self.filled]
        self.new, self.filled = [], []
