"""Write the operator's own sheet into drafts and list entries being checked.

Every value passes the forms of the check page and is stored by its action, so that findings are
recorded. Nothing is published here, and a live listing is never changed.
"""

from collections.abc import Sequence
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from clinics.desk.actions import save_check
from clinics.desk.forms import PriceForm, TreatmentForm
from clinics.imports.listing_rows import COLUMNS, ListingRow, check_columns, read_listing
from clinics.imports.places import Clinics, treatment_of
from clinics.imports.rows import Sheet, SheetRow, read_sheet
from clinics.imports.running import CREATED, UNCHANGED, UPDATED, Outcome, Refused, Report, run
from clinics.models import Clinic, PriceSheet, Treatment
from clinics.sheets import SavedFile


def read_listings(files: Sequence[SavedFile]) -> Sheet:
    """Return the rows of saved files. Raises WrongFile."""
    sheet = read_sheet(files, COLUMNS)
    check_columns(sheet.columns)
    return sheet


def import_listings(files: Sequence[SavedFile], *, by: Any = None, **options: Any) -> Report:
    """Import saved files; options as ``run``. Raises WrongFile; nothing is written then.

    ``by`` claims the entries for checking, so that nobody else starts on them.
    """
    return run(read_listings(files), _Writer(by).write, **options)


class _Writer:
    def __init__(self, by: Any) -> None:
        self.by = by
        self.clinics = Clinics()
        self.lines: dict[int, int] = {}
        """Treatment → the line that wrote it."""

    def write(self, row: SheetRow) -> Outcome:
        read = read_listing(row)
        named = read.clinic or read.clinic_name
        clinic = self.clinics.of(read) if named or not read.treatment_id else None
        treatment = treatment_of(read, clinic)
        outcome = CREATED
        if treatment is not None:
            self._refuse_second_line(treatment, row.line)
            price = treatment.prices.current().first()
            changes = _changes(treatment, price, read)
            if not changes:
                self.lines[treatment.pk] = row.line
                return Outcome(UNCHANGED)
            _refuse_overwriting(treatment, read, changes, self.by)
            outcome = UPDATED
        else:
            treatment = _new(clinic, read)
        saved = _save(treatment, read, self.by)
        self.clinics.note(saved.clinic)
        self.lines[saved.pk] = row.line
        return Outcome(outcome, f"{saved.clinic.name_ja} · {saved.title_ja}")

    def _refuse_second_line(self, treatment: Treatment, line: int) -> None:
        if first := self.lines.get(treatment.pk):
            raise Refused(_("line %(line)d is about the same treatment") % {"line": first})


def _new(clinic: Clinic | None, read: ListingRow) -> Treatment:
    if clinic is None or not read.facts.get("title_ja") or not read.facts.get("asrm_class"):
        raise Refused(_("a new treatment needs a clinic, a title and a class"))
    if clinic.pk is None:
        clinic.save()
    return Treatment(clinic=clinic, is_sample=clinic.is_sample)


def _changes(treatment: Treatment, price: PriceSheet | None, read: ListingRow) -> set[str]:
    """Return the names of the values the row would change; the source is one of them."""
    found = {name for name, value in read.facts.items() if getattr(treatment, name) != value}
    if read.conditions is not None:
        named = {condition.code for condition in treatment.conditions.named()}
        found |= {"conditions"} if named != set(read.conditions) else set()
    for name, value in read.price.items():
        if price is None or getattr(price, name) != value:
            found.add(name)
    if treatment.is_live:
        return found
    source = treatment.source.url if treatment.source else ""
    if treatment.checked_on is None or treatment.checked_on < read.seen_on:
        found.add("seen_on")
    if source != read.source_url and (found or treatment.checked_on is None):
        found.add("source_url")
    return found


def _refuse_overwriting(treatment: Treatment, read: ListingRow, changes: set[str], by: Any) -> None:
    if treatment.is_live:
        raise Refused(
            _("live: change it on the check page (%(names)s)")
            % {"names": ", ".join(sorted(changes))}
        )
    owner = treatment.being_checked_by_id
    if owner is not None and owner != getattr(by, "pk", None):
        raise Refused(_("somebody else is checking it now"))
    if treatment.checked_on and treatment.checked_on > read.seen_on:
        raise Refused(
            _("older than what stands here, which was seen on %(day)s")
            % {"day": treatment.checked_on.isoformat()}
        )
    if treatment.list_source_id:
        for name in ("title_ja", "asrm_class"):
            if name in changes:
                raise Refused(
                    _("%(column)s: the ministry's list says otherwise") % {"column": name}
                )


def _save(treatment: Treatment, read: ListingRow, by: Any) -> Treatment:
    facts = TreatmentForm(_facts_data(treatment, read), instance=treatment)
    current = treatment.prices.current().first() if treatment.pk else None
    price = PriceForm(_price_data(current, read), instance=current, prefix="price")
    _refuse_errors(facts)
    if read.price:
        _refuse_errors(price)
    return save_check(
        treatment=facts.save(commit=False),
        source_url=read.source_url,
        seen_on=read.seen_on,
        conditions=facts.cleaned_data["conditions"],
        price=price.cleaned_data if read.price else None,
        by=by,
    )


def _refuse_errors(form: BaseForm) -> None:
    if form.is_valid():
        return
    said = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        said += [f"{label}: {error}" if label else str(error) for error in errors]
    raise Refused("; ".join(said))


def _facts_data(treatment: Treatment, read: ListingRow) -> dict[str, Any]:
    """What the check page would send: what stands, and over it what the row says."""
    data = {name: getattr(treatment, name) for name in TreatmentForm._meta.fields}
    named = treatment.conditions.named() if treatment.pk else ()
    data["conditions"] = [condition.code for condition in named]
    if read.conditions is not None:
        data["conditions"] = read.conditions
    if "product" in read.facts and "product_detail" not in read.facts:
        kept = data["product_detail"] if data["product"] == read.facts["product"] else ""
        data["product_detail"] = kept
    return {name: "" if value is None else value for name, value in (data | read.facts).items()}


def _price_data(current: PriceSheet | None, read: ListingRow) -> dict[str, Any]:
    if current:
        data = {name: getattr(current, name) for name in PriceForm._meta.fields}
    else:
        data = {"tax": "not_stated", "doses": 1, "valid_from": read.seen_on}
    data |= read.price
    if read.price and not {"total_min", "total_max"} <= set(read.price):
        data |= _total(current, data)
    return {f"price-{name}": "" if value is None else value for name, value in data.items()}


def _total(current: PriceSheet | None, data: dict[str, Any]) -> dict[str, Any]:
    """The comparable total, where the row leaves it out: it may only be what it must be."""
    amounts = {"total_min": data.get("jpy_min"), "total_max": data.get("jpy_max")}
    if current and (current.jpy_min, current.jpy_max) == tuple(amounts.values()):
        return {}
    if data["tax"] == "included" and (data.get("basis") == "course" or data["doses"] == 1):
        return amounts
    raise Refused(_("total_min is needed: the usual course with tax and usual extras"))
