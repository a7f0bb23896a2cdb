"""One folded text column per treatment, so that words are found however they are written."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from django.db.models import Q

from clinics.asrm import bureaus, terms
from clinics.asrm.folding import fold
from clinics.asrm.numbers import find_numbers
from clinics.models import Treatment, TreatmentCondition

LONGEST_QUERY = 200
_LICENCE = re.compile(
    r"\b(?:asrm )?(?:licen[cs]e|plan) (?:number|no\.?)s?\b|計画番号|許可番号|認可番号"
)
MOST_WORDS = 8


def matching(text: str) -> Q:
    """Return the condition that every word of ``text`` stands in the treatment's search text.

    A plan number in any spelling is looked up as a number.
    """
    text = text[:LONGEST_QUERY]
    found = find_numbers(text)
    condition = Q()
    if found:
        condition &= Q(number__in=[number.canonical for number in found])
        condition &= Q(level=Treatment.Level.CHECKED) | Q(is_sample=True)
        for number in found:
            text = text.replace(number.as_written, " ")
    folded = fold(text)
    if _LICENCE.search(folded):
        # People call the plan number a licence number; the words stand in no listing.
        folded = _LICENCE.sub(" ", folded)
        if not found and not folded.strip():
            condition &= ~Q(number="") & Q(level=Treatment.Level.CHECKED)
    for word in folded.split()[:MOST_WORDS]:
        condition &= Q(search_text__contains=word)
    return condition


def _term_words(group: str, code: str) -> list[str]:
    if not code:
        return []
    found = terms.find(group, code)
    return [found.en, found.ja, *found.synonyms] if found else []


def search_text(treatment: Treatment, conditions: Iterable[str]) -> str:
    """Return the folded text of a treatment and its clinic (needs ``treatment.clinic``)."""
    clinic = treatment.clinic
    prefecture = bureaus.PREFECTURES.get(clinic.prefecture)
    parts = [
        clinic.name_ja, clinic.name_en, clinic.name_kana, clinic.former_names,
        clinic.city_ja, clinic.city_en, clinic.address_ja,
        treatment.title_ja, treatment.title_en, treatment.public_number,
    ]  # fmt: skip
    if prefecture:
        parts += [prefecture.ja, prefecture.en]
    for group, code in [
        ("product", treatment.product), ("product", treatment.product_detail),
        ("origin", treatment.origin), ("tissue", treatment.tissue), ("route", treatment.route),
        ("institution", clinic.institution),
    ]:  # fmt: skip
        parts += _term_words(group, code)
    for code in conditions:
        parts += _term_words("condition", code)
    return " ".join(folded for part in parts if part and (folded := _folded(part)))


@lru_cache(maxsize=8_192)
def _folded(part: str) -> str:
    """Places, titles and the words of terms come back with every clinic."""
    return fold(part)


def batched(items: Iterable[int], size: int) -> Iterator[tuple[int, ...]]:
    """Return the items in tuples of at most ``size``: databases limit the values of one query."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def refresh(clinic_ids: Iterable[int]) -> None:
    """Write the search text of all treatments of these clinics (bulk, 3 queries a batch)."""
    for ids in batched(clinic_ids, 1_000):
        _refresh(ids)


def _refresh(clinic_ids: tuple[int, ...]) -> None:
    treatments = list(Treatment.objects.filter(clinic__in=clinic_ids).select_related("clinic"))
    named: dict[int, list[str]] = {}
    for treatment_id, code in (
        TreatmentCondition.objects.filter(treatment__clinic__in=clinic_ids)
        .exclude(how=TreatmentCondition.How.NOT_STATED)
        .values_list("treatment_id", "code")
    ):
        named.setdefault(treatment_id, []).append(code)
    for treatment in treatments:
        treatment.search_text = search_text(treatment, named.get(treatment.pk, ()))
    Treatment.objects.bulk_update(treatments, ["search_text"], batch_size=200)
