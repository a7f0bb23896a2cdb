"""Which treatments a request is about, from the address or the form."""

from dataclasses import dataclass

from django.http import QueryDict

from clinics.models import Clinic, Treatment
from quotes import limits
from quotes.actions.request import is_list_only


@dataclass(frozen=True)
class Chosen:
    """Up to four listed treatments in the order asked for; ``left_out`` counts the others."""

    treatments: list[Treatment]
    left_out: int = 0

    @property
    def direct(self) -> list[Treatment]:
        """Treatments whose clinics get the request once ticked."""
        return [item for item in self.treatments if not is_list_only(item)]

    @property
    def by_letter(self) -> list[Treatment]:
        """Known from the ministry's list only: our staff writes first."""
        return [item for item in self.treatments if is_list_only(item)]

    @property
    def clinics(self) -> list[Clinic]:
        """The clinics of ``direct``, each once."""
        return list({item.clinic_id: item.clinic for item in self.direct}.values())

    @property
    def conditions(self) -> list[str]:
        """Codes named in the filed titles."""
        return [row.code for item in self.treatments for row in item.conditions.all()]


def chosen(data: QueryDict) -> Chosen:
    """Read the repeated key ``treatment``. Unknown, unlisted and surplus ones are left out."""
    wanted = list(dict.fromkeys(data.getlist("treatment")))[:50]
    keys = [int(text) for text in wanted if text.isascii() and text.isdigit() and len(text) < 16]
    found = Treatment.objects.listed().filter(pk__in=keys).select_related("clinic").for_cards()
    by_key = {item.pk: item for item in found}
    treatments = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
    kept = treatments[: limits.MOST_TREATMENTS]
    return Chosen(kept, left_out=len(wanted) - len(kept))
