"""One folded text column per treatment, so that words are found however they are written."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from django.utils import translation

from clinics.asrm import bureaus, terms
from clinics.asrm.folding import fold
from clinics.models import Clinic, Treatment, TreatmentCondition
from clinics.names import display_name

TERMS = "\n\n"


def term_words(group: str, code: str) -> list[str]:
    """Return the words of a term in both languages, with its synonyms ([] for an unknown one)."""
    if not code:
        return []
    found = terms.find(group, code)
    return [found.en, found.ja, *found.synonyms] if found else []


def search_text(treatment: Treatment, conditions: Iterable[str]) -> str:
    """Return the folded text of a treatment (needs ``treatment.clinic``) in four lines.

    The clinic, first by the name that English readers see; its place; the treatment's own title
    and number; behind ``TERMS`` the words of its terms. The index keeps each of the first three lines once and knows the terms by their codes.
    """
    clinic = treatment.clinic
    prefecture = bureaus.PREFECTURES.get(clinic.prefecture)
    house = [
        clinic.name_en
        or _shown(clinic.name_ja, clinic.prefecture, clinic.city_en, clinic.institution),
        clinic.name_ja, clinic.name_kana, clinic.former_names, clinic.address_ja,
    ]  # fmt: skip
    place = [
        clinic.city_ja, clinic.city_en,
        *([prefecture.ja, prefecture.en, prefecture.kana] if prefecture else []),
    ]  # fmt: skip
    own = [treatment.title_ja, treatment.title_en, treatment.public_number]
    words: list[str] = []
    for group, code in [
        ("product", treatment.product), ("product", treatment.product_detail),
        ("origin", treatment.origin), ("tissue", treatment.tissue), ("route", treatment.route),
        ("institution", clinic.institution), *(("condition", code) for code in conditions),
    ]:  # fmt: skip
        words += term_words(group, code)
    return f"{line(house)}\n{line(place)}\n{line(own)}{TERMS}{line(words)}"


def line(parts: Iterable[str]) -> str:
    """Return the folded parts as one line."""
    return " ".join(folded for part in parts if part and (folded := _folded(part)))


@lru_cache(maxsize=8_192)
def _shown(name_ja: str, prefecture: str, city_en: str, institution: str) -> str:
    """Return the English name shown for a clinic that has none of its own."""
    clinic = Clinic(
        name_ja=name_ja, prefecture=prefecture, city_en=city_en, institution=institution
    )
    with translation.override("en"):
        return display_name(clinic)


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
