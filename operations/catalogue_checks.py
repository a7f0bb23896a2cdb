"""What must be true of the catalogue and cannot be said by one table's constraints."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from clinics.asrm import bureaus, numbers, terms
from clinics.models import Clinic, PriceSheet, Treatment, TreatmentCondition
from operations.verify import register_check


def samples_agree() -> list[str]:
    """A treatment is a sample exactly when its clinic is."""
    odd = Treatment.objects.exclude(is_sample=F("clinic__is_sample")).order_by("pk")
    return [f"treatment {pk}: sample mark differs from its clinic" for pk in _keys(odd)]


def numbers_are_canonical() -> list[str]:
    """Each stored number is a plan number in its canonical form."""
    found = []
    stored = Treatment.objects.exclude(number="").order_by("pk")
    for pk, number in stored.values_list("pk", "number").iterator():
        try:
            good = numbers.parse(number).canonical == number and number.startswith("P")
        except numbers.NumberError:
            good = False
        if not good:
            found.append(f"treatment {pk}: {number!r} is not a canonical plan number")
    return found


def live_listings_have_a_price() -> list[str]:
    """A checked listing of an open clinic has a price valid today (the gate asked for one)."""
    priced = PriceSheet.objects.current().order_by().filter(treatment=OuterRef("pk"))
    without = Treatment.objects.checked().listed().filter(~Exists(priced)).order_by("pk")
    return [f"treatment {pk}: no price valid today" for pk in _keys(without)]


def conditions_are_widened() -> list[str]:
    """Each named condition stands with its parents (clinics.actions.set_conditions)."""
    found = []
    named = TreatmentCondition.objects.named().order_by("treatment_id", "pk")
    stored = set(TreatmentCondition.objects.order_by().values_list("treatment_id", "code"))
    for pk, code in named.values_list("treatment_id", "code"):
        lacking = [p for p in terms.ancestors("condition", code) if (pk, p) not in stored]
        if lacking:
            found.append(f"treatment {pk}: not found under {', '.join(lacking)}")
    return found


def regions_fit() -> list[str]:
    """A clinic's bureau region is that of its prefecture."""
    wrong = Q()
    for iso, prefecture in bureaus.PREFECTURES.items():
        wrong |= Q(prefecture=iso) & ~Q(region=prefecture.bureau)
    return [
        f"clinic {pk}: region and prefecture differ"
        for pk in _keys(Clinic.objects.filter(wrong).order_by("pk"))
    ]


def _keys(rows: QuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:100])


def register() -> None:
    for name, check in {
        "catalogue: sample marks": samples_agree,
        "catalogue: numbers": numbers_are_canonical,
        "catalogue: prices": live_listings_have_a_price,
        "catalogue: conditions": conditions_are_widened,
        "catalogue: regions": regions_fit,
    }.items():
        register_check(name, check)
