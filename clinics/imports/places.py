"""Which clinic and which treatment a row is about."""

import base64
import hashlib
from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _

from clinics.asrm import bureaus
from clinics.asrm.folding import fold
from clinics.imports.listing_rows import ListingRow
from clinics.imports.running import Refused
from clinics.models import Clinic, Treatment
from clinics.orders.naming import former, plain
from clinics.sheets import plain_header

_DENTAL, _HOSPITAL = ("歯科", "dental"), ("病院", "hospital")


class Clinics:
    """Finds the clinic of a row by its address here, or by name and prefecture; or makes it."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, set[int]]] = {}

    def of(self, row: ListingRow) -> Clinic:
        """Return the clinic, a new one unsaved. Raises Refused."""
        if row.clinic:
            slug = row.clinic.split("?")[0].split("#")[0].strip("/ ").split("/")[-1]
            found = Clinic.objects.filter(slug=slug).first()
            if found is None:
                raise Refused(_("clinic: there is no listing with this address"))
            return found
        if not row.clinic_name or not row.prefecture:
            raise Refused(_("say the clinic, or clinic_name and prefecture"))
        here = self._in(row.prefecture).get(plain(row.clinic_name), set())
        if len(here) > 1:
            raise Refused(
                _("clinic_name: %(count)d clinics there have this name") % {"count": len(here)}
            )
        return Clinic.objects.get(pk=next(iter(here))) if here else self._new(row)

    def note(self, clinic: Clinic) -> None:
        """A clinic that was written is found by the rows below."""
        self._in(clinic.prefecture)[plain(clinic.name_ja)].add(clinic.pk)

    def _in(self, prefecture: str) -> dict[str, set[int]]:
        if prefecture not in self._known:
            found: dict[str, set[int]] = defaultdict(set)
            rows = Clinic.objects.filter(prefecture=prefecture).order_by("pk")
            for pk, ja, en, old in rows.values_list("pk", "name_ja", "name_en", "former_names"):
                for name in (ja, en, *former(old)):
                    found[plain(name)].add(pk)
            found.pop("", None)
            self._known[prefecture] = found
        return self._known[prefecture]

    def _new(self, row: ListingRow) -> Clinic:
        if len(row.clinic_name) > 150:
            raise Refused(_("clinic_name: more than %(most)d characters") % {"most": 150})
        if not plain_header(row.clinic_name):
            raise Refused(_("clinic_name: not a name"))
        prefecture = bureaus.PREFECTURES[row.prefecture]
        digest = hashlib.sha256(f"{row.prefecture}\x1f{plain(row.clinic_name)}".encode()).digest()
        code = base64.b32encode(digest[:6]).decode().lower().rstrip("=")
        name = row.clinic_name.casefold()
        kind = "hospital" if any(word in name for word in _HOSPITAL) else "clinic"
        return Clinic(
            slug=f"{prefecture.en.lower()}-{code}",
            name_ja=row.clinic_name,
            institution="dental" if any(word in name for word in _DENTAL) else kind,
            prefecture=row.prefecture,
            region=prefecture.bureau,
        )


def _plain_title(title: str) -> str:
    return fold(title).replace(" ", "")


def treatment_of(row: ListingRow, clinic: Clinic | None) -> Treatment | None:
    """Return the treatment a row is about, locked, or None for a new one. Raises Refused."""
    if row.treatment_id:
        return _by_id(row.treatment_id, clinic)
    if clinic is None or clinic.pk is None:
        return None
    title, number = row.facts.get("title_ja", ""), row.facts.get("number", "")
    here = Treatment.objects.select_for_update().filter(clinic=clinic).order_by("pk")
    found = list(here.filter(number=number)) if number else []
    if not found and title:
        found = [each for each in here if _plain_title(each.title_ja) == _plain_title(title)]
        others = [each for each in found if number and each.number not in ("", number)]
        found = [each for each in found if each not in others]
    if len(found) > 1:
        raise Refused(
            _("%(count)d treatments there fit; say which by treatment_id") % {"count": len(found)}
        )
    return found[0] if found else None


def _by_id(pk: int, clinic: Clinic | None) -> Treatment:
    here = Q(clinic=clinic) if clinic is not None else Q()
    found = Treatment.objects.select_for_update().filter(here, pk=pk).first()
    if found is None:
        raise Refused(_("treatment_id: there is no such treatment at this clinic"))
    return found
