"""All listed clinics and treatments as CSV, streamed row by row.

Each table is read once, in the same order, and the streams are put together like the teeth of a
zip: neither memory nor the number of queries grows with the rows.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils.encoding import iri_to_uri

from clinics.api import parameters, rows
from clinics.api.answers import open_answer
from clinics.api.clinic_fields import CLINIC
from clinics.api.field import Field
from clinics.api.treatment_fields import TREATMENT
from clinics.models import ClinicLanguage, PriceSheet, Source, Treatment

CHUNK = 500
# What spreadsheets take for a formula, also in the full width of Japanese keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LISTS_NAMED = 5
TREATMENT_COLUMNS = (
    Field("clinic", {}, "", lambda row: row.treatment.clinic.slug),
    *TREATMENT,
)


class _Line:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def cell(field: Field, row: Any) -> str:
    """Return the text of a cell: "" for unknown, codes joined by "; ", never a formula."""
    if field.flat:
        text = field.flat(row)
    else:
        value = field.read(row)
        text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def lines(fields: Sequence[Field], found: Iterable[Any]) -> Iterator[str]:
    """Return the header and one line a row, as RFC 4180 writes them."""
    writer = csv.writer(_Line())
    yield writer.writerow([field.name for field in fields])
    for row in found:
        yield writer.writerow([cell(field, row) for field in fields])


class Beside:
    """The children of one parent after the other; both streams are in the parents' order."""

    def __init__(self, children: QuerySet, parent: Callable[[Any], int]) -> None:
        self.stream = children.iterator(chunk_size=CHUNK)
        self.parent = parent
        self.waiting = next(self.stream, None)

    def of(self, key: int) -> list[Any]:
        """Return the children of ``key``; keys must come in rising order."""
        found = []
        while self.waiting is not None and self.parent(self.waiting) <= key:
            if self.parent(self.waiting) == key:
                found.append(self.waiting)
            self.waiting = next(self.stream, None)
        return found


def treatment_rows() -> Iterator[rows.TreatmentRow]:
    """Return every open treatment in the order of its id (three queries)."""
    here = rows.open_treatments().order_by()
    parents = rows.joined(here).order_by("pk").iterator(chunk_size=CHUNK)
    conditions = Beside(
        rows.conditions().filter(treatment__in=here).values_list("treatment_id", "code", "how"),
        lambda child: child[0],
    )
    prices = Beside(
        PriceSheet.objects.public().filter(treatment__in=here).select_related("source"),
        lambda sheet: sheet.treatment_id,
    )
    for treatment in parents:
        named = [(code, how) for _key, code, how in conditions.of(treatment.pk)]
        price = next(iter(prices.of(treatment.pk)), None)
        yield rows.TreatmentRow(treatment, named, price)


def clinic_rows() -> Iterator[rows.ClinicRow]:
    """Return every open clinic in the order of its id (three queries)."""
    here = rows.open_clinics().order_by()
    checked = rows.open_treatments().order_by().filter(clinic=OuterRef("pk"), level="checked")
    parents = here.annotate(has_checked=Exists(checked)).order_by("pk")
    languages = Beside(
        ClinicLanguage.objects.filter(clinic__in=here)
        .order_by("clinic_id", "code")
        .values_list("clinic_id", "code"),
        lambda child: child[0],
    )
    orders = Beside(rows.orders().filter(clinic__in=here), lambda target: target.clinic_id)
    for clinic in parents.iterator(chunk_size=CHUNK):
        kind = Treatment.Level.CHECKED if clinic.has_checked else Treatment.Level.LIST
        spoken = [code for _key, code in languages.of(clinic.pk)]
        yield rows.ClinicRow(clinic, kind, spoken, orders.of(clinic.pk))


def citations() -> list[tuple[str, str]]:
    """Return (address, citation as the government asks) of each ministry list in the data."""
    quoted = rows.open_treatments().filter(list_source__isnull=False).order_by()
    found: dict[str, str] = {}
    newest_first = (
        Source.objects.filter(pk__in=quoted.values("list_source"))
        .exclude(url="")
        .order_by(F("seen_on").desc(), "-pk")
        .values_list("url", "seen_on")
    )
    for url, seen_on in newest_first.iterator(chunk_size=CHUNK):
        text = f"出典：厚生労働省 公表一覧（{url}）（{seen_on}）を加工して作成"
        found.setdefault(url, text)
        if len(found) == LISTS_NAMED:
            break
    return list(found.items())


def links() -> str:
    """Return the Link header (RFC 8288): licence, description, and each source to be named."""
    site = settings.SITE_URL
    parts = [
        f'<{site}/about/terms/#data>; rel="license"',
        f'<{site}/api/v1/schema/>; rel="describedby"; type="application/json"',
    ]
    for url, text in citations():
        address = iri_to_uri(url).replace(">", "%3E")
        parts.append(f"<{address}>; rel=\"via\"; title*=UTF-8''{quote(text, safe='')}")
    return ", ".join(parts)


def _table(
    request: HttpRequest, name: str, fields: Sequence[Field], found: Callable[[], Iterator[Any]]
) -> HttpResponseBase:
    kind = "text/csv; charset=utf-8; header=present"
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=kind)
    else:
        text = (line.encode() for line in lines(fields, found()))
        response = StreamingHttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Link"] = links()
    return response


@open_answer(parameters.nothing)
def clinics(request: HttpRequest, asked: None) -> HttpResponseBase:
    return _table(request, "clinics.csv", CLINIC, clinic_rows)


@open_answer(parameters.nothing)
def treatments(request: HttpRequest, asked: None) -> HttpResponseBase:
    return _table(request, "treatments.csv", TREATMENT_COLUMNS, treatment_rows)


app_name = "open_data"
urlpatterns = [
    path("clinics.csv", clinics, name="clinics"),
    path("treatments.csv", treatments, name="treatments"),
]
