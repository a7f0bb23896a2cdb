"""What the rules need beside a treatment itself, read for many treatments at once."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from clinics.asrm import numbers
from clinics.asrm.advert import find_phrases
from clinics.models import OrderTarget, PriceSheet, Treatment

# Words of the phrase list that say a plan was approved or licensed (JSRM, 20 May 2024).
_APPROVAL = frozenset({"approved", "approval_word", "licence_number"})
_BARE = re.compile(r"(?<!not )(?<!not been )(?<!never )(?<!no )\b(?:approved|licen[sc]ed)\b", re.I)
_MOST_WORDS = 5


class Facts:
    """Each fact costs one query for all the treatments, made when a rule first asks."""

    def __init__(self, treatments: Iterable[Treatment]) -> None:
        self._treatments = list(treatments)
        self._texts: dict[int, str] = {}

    def twins(self, treatment: Treatment) -> list[tuple[int, int, str]]:
        """Other treatments with the same number, not withdrawn, as (pk, clinic, product)."""
        return [row for row in self._by_number[treatment.number] if row[0] != treatment.pk]

    @cached_property
    def _by_number(self) -> dict[str, list[tuple[int, int, str]]]:
        found = defaultdict(list)
        wanted = {treatment.number for treatment in self._treatments if treatment.number}
        rows = Treatment.objects.filter(number__in=wanted).exclude(
            publication=Treatment.Publication.WITHDRAWN
        )
        for number, *row in rows.order_by("pk").values_list("number", "pk", "clinic_id", "product"):
            found[number].append(tuple(row))
        return found

    def orders(self, treatment: Treatment) -> list[str]:
        """Orders not lifted that show on the clinic; one to a cell lab, where it is used."""
        used = self._labs[treatment.pk]
        return [
            f"{date} {kind}"
            for lab, date, kind in self._orders[treatment.clinic_id]
            if lab is None or lab in used
        ]

    @cached_property
    def _orders(self) -> dict[int, list[tuple[int | None, str, str]]]:
        found = defaultdict(list)
        clinics = {treatment.clinic_id for treatment in self._treatments}
        rows = OrderTarget.objects.filter(clinic__in=clinics, order__lifted_on=None)
        for clinic, *row in rows.order_by("order__date", "pk").values_list(
            "clinic_id", "cell_lab_id", "order__date", "order__kind"
        ):
            found[clinic].append(tuple(row))
        return found

    @cached_property
    def _labs(self) -> dict[int, set[int]]:
        found = defaultdict(set)
        through = Treatment.cell_labs.through.objects
        rows = through.filter(treatment__in=self._pks, treatment__clinic__in=list(self._orders))
        for treatment, lab in rows.order_by("pk").values_list("treatment_id", "celllab_id"):
            found[treatment].add(lab)
        return found

    def has_price(self, treatment: Treatment) -> bool:
        return treatment.pk in self._priced

    @cached_property
    def _priced(self) -> set[int]:
        sheets = PriceSheet.objects.current().filter(treatment__in=self._pks)
        return set(sheets.order_by().values_list("treatment_id", flat=True))

    @cached_property
    def has_list(self) -> bool:
        """Whether the ministry's list was ever read in: before that nothing can be missing."""
        return Treatment.objects.filter(list_last_seen__isnull=False).exists()

    def page_text(self, treatment: Treatment) -> str:
        return treatment.source.page_text if treatment.source else ""

    def approval_words(self, treatment: Treatment) -> str:
        """The words of the clinic's page that speak of approval, as one short text."""
        source = treatment.source_id
        if not source:
            return ""
        if source not in self._texts:
            text = self.page_text(treatment)
            found = [phrase.text for phrase in find_phrases(text) if phrase.code in _APPROVAL]
            found += _BARE.findall(text)
            once = dict.fromkeys(" ".join(words.split()).lower() for words in found)
            self._texts[source] = " · ".join(list(once)[:_MOST_WORDS])
        return self._texts[source]

    @cached_property
    def _pks(self) -> list[int]:
        return [treatment.pk for treatment in self._treatments if treatment.pk]


def research_numbers(*texts: str) -> str:
    """Return the jRCT numbers that stand in any of the texts, as one short text."""
    found = (number for text in texts for number in numbers.find_numbers(text))
    once = dict.fromkeys(n.canonical for n in found if n.base_kind == "research_plan")
    return ", ".join(list(once)[:_MOST_WORDS])
