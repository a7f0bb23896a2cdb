"""The CSV files, and a clinic as schema.org data."""

import csv
import datetime
import io
import json
import tracemalloc
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clinics import open_data
from clinics.api.clinic_fields import CLINIC
from clinics.models import Clinic, ClinicLanguage, PriceSheet, Treatment, TreatmentCondition
from clinics.page import clinic_view
from clinics.search import version
from clinics.structured_data import clinic_json_ld, json_ld_text
from tests.factories import (
    ClinicFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    SourceFactory,
    TreatmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
LIST = "https://saiseiiryo.mhlw.go.jp/published_plan/index/2"


def table(client, name) -> list[dict]:
    response = client.get(f"/open-data/{name}.csv")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8"))))


def api(client, address) -> dict:
    return client.get(f"/api/v1/{address}").json()


def as_cell(value) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def test_the_file_of_treatments_says_what_the_api_says(client):
    for number in range(3):
        PriceSheetFactory(jpy_min=2_000_000 + number)
        TreatmentFactory(conditions=["diabetes_ns", "knee_oa"])
        PriceSheetFactory(treatment=TreatmentFactory(number="PB3250123"))
    found = table(client, "treatments")
    assert len(found) == Treatment.objects.count() == 9
    for row in found:
        told = api(client, f"treatments/{row['id']}/")
        assert {name: as_cell(told[name]) for name in row} == row


def test_the_file_of_clinics_says_what_the_api_says(client):
    target = OrderTargetFactory()
    TreatmentFactory(clinic=target.clinic)
    checked = TreatmentFactory(checked=True).clinic
    TreatmentFactory(clinic=checked)
    for code in ("ja", "en"):
        ClinicLanguage.objects.create(clinic=checked, code=code)
    TreatmentFactory()
    told = {row["slug"]: row for row in api(client, "clinics/")["results"]}
    found = table(client, "clinics")
    assert len(found) == 3
    for row in found:
        one = told[row["slug"]]
        names = row.keys() - {"orders"}
        assert {n: row[n] for n in names} == {n: as_cell(one[n]) for n in names}
    lines = {row["slug"]: row for row in found}
    assert lines[checked.slug]["languages"] == "en; ja"
    assert lines[target.clinic.slug]["orders"].startswith("improvement 2025-03-05: This order")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(client, first):
    name = f'{first}HYPERLINK("https://evil.example","x")'
    TreatmentFactory(clinic__name_ja=name, title_ja=name)
    response = client.get("/open-data/clinics.csv")
    text = response.getvalue().decode("utf-8")
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    assert row["name_ja"] == f"'{name}"
    response = client.get("/open-data/treatments.csv")
    [row] = csv.DictReader(io.StringIO(response.getvalue().decode("utf-8"), newline=""))
    assert row["title_ja"] == f"'{name}"


def test_the_answer_names_licence_and_source(client):
    old = SourceFactory(url=LIST, seen_on=datetime.date(2026, 8, 1))
    new = SourceFactory(url=LIST, seen_on=datetime.date(2026, 9, 18))
    TreatmentFactory(list_source=old)
    TreatmentFactory(list_source=new, list_last_seen=new.seen_on)
    hidden = SourceFactory(url="https://nowhere.example/")
    TreatmentFactory(list_source=hidden, publication="draft")
    response = client.get("/open-data/treatments.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert 'filename="treatments.csv"' in response["Content-Disposition"]
    link = response["Link"]
    assert 'rel="license"' in link
    assert f"出典：厚生労働省 公表一覧（{LIST}）（2026-09-18）を加工して作成" in unquote(link)
    assert "2026-08-01" not in link
    assert "nowhere" not in link
    rows = table(client, "treatments")
    assert {row["list_source_url"] for row in rows} == {LIST}


def test_parameters_are_refused(client):
    assert client.get("/open-data/clinics.csv?class=2").status_code == 400


def test_a_price_that_ended_is_no_price(client):
    PriceSheetFactory(valid_to=datetime.date(2026, 2, 1))
    [row] = table(client, "treatments")
    assert (row["price_min"], row["price_status"]) == ("", "ended")
    assert row["price_ended_on"] == "2026-02-01"


def _many(number: int) -> None:
    start = Clinic.objects.count()
    clinics = Clinic.objects.bulk_create(
        ClinicFactory.build(slug=f"many-{start + n}", address_ja="住所" * 40) for n in range(number)
    )
    treatments = Treatment.objects.bulk_create(
        Treatment(
            clinic=clinic, publication="published", asrm_class="2", title_ja="題名" * 60,
            product="fat_msc",
        )
        for clinic in clinics
    )  # fmt: skip
    TreatmentCondition.objects.bulk_create(
        TreatmentCondition(treatment=treatment, code=code)
        for treatment in treatments
        for code in ("t2d", "diabetes")
    )
    ClinicLanguage.objects.bulk_create(ClinicLanguage(clinic=c, code="ja") for c in clinics)
    PriceSheet.objects.bulk_create(
        PriceSheet(
            treatment=treatment, jpy_min=1, jpy_max=1, basis="dose", total_min=1, total_max=1,
            valid_from=datetime.date(2026, 1, 1),
        )
        for treatment in treatments
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # without it plans for empty tables take minutes now and then


def _cost(client, name: str) -> tuple[int, int, int]:
    """Return (queries, peak of memory in bytes, lines) of one download, read as it comes."""
    version.forget()  # else it is read or not, by the second
    with CaptureQueriesContext(connection) as queries:
        tracemalloc.start()
        response = client.get(f"/open-data/{name}.csv")
        number = sum(1 for _line in response.streaming_content)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return len(queries), peak, number


@pytest.mark.parametrize("name", ["clinics", "treatments"])
def test_neither_queries_nor_memory_grow_with_the_rows(client, name):
    _many(1_000)
    _cost(client, name)  # fills what lives as long as the process
    few = _cost(client, name)
    _many(2_000)
    many = _cost(client, name)
    assert (few[2], many[2]) == (1_001, 3_001)
    assert few[0] == many[0] <= 5
    assert many[1] < few[1] * 1.3, "three times the rows"


def test_rows_come_before_the_last_one_is_read(client):
    _many(5)
    rows = open_data.lines(CLINIC, open_data.clinic_rows())
    assert next(rows).startswith("slug,url,")
    assert next(rows).startswith("many-0,")


# -- structured data ---------------------------------------------------------------------------


def view_of(clinic):
    return clinic_view(Clinic.objects.for_page().get(pk=clinic.pk))


def test_a_clinic_is_a_medical_clinic_with_its_filed_titles():
    treatment = PriceSheetFactory(treatment__clinic__website="https://c.example.org/").treatment
    TreatmentFactory(clinic=treatment.clinic, number="PB3259999", title_ja="二つ目")
    gone = TreatmentFactory(clinic=treatment.clinic, title_ja="消えた", list_gone_on="2026-01-01")
    found = clinic_json_ld(view_of(treatment.clinic))
    assert found["@type"] == "MedicalClinic"
    assert found["address"] == {
        "@type": "PostalAddress", "addressCountry": "JP", "addressRegion": "Tokyo",
        "addressLocality": "Shinjuku",
    }  # fmt: skip
    assert found["sameAs"] == "https://c.example.org/"
    first, second = found["availableService"]
    assert (first["@type"], first["name"]) == ("MedicalTherapy", treatment.title_ja)
    identifier = first["identifier"]
    assert (identifier["name"], identifier["value"]) == ("Plan number (ASRM)", treatment.number)
    assert "not approved" in identifier["description"]
    assert (second["name"], "identifier" in second) == ("二つ目", False)
    assert gone.title_ja not in str(found)
    text = json.dumps(found)
    for claim in ("Rating", "review", "price", "medicineSystem", "indication", "PB3259999"):
        assert claim not in text


def test_it_speaks_the_language_of_the_page():
    clinic = TreatmentFactory().clinic
    with translation.override("ja"):
        found = clinic_json_ld(view_of(clinic))
    assert found["url"].endswith(f"/ja/clinics/{clinic.slug}/")
    assert found["address"]["addressLocality"] == "新宿区"
    assert "alternateName" not in found["availableService"][0]


@pytest.mark.parametrize(
    "state",
    [{"is_sample": True, "name_ja": "見本院"}, {"status": "paused"},
     {"status": "closed", "closed_on": "2026-01-01"},
     {"status": "moved", "closed_on": "2026-01-01"}],
)  # fmt: skip
def test_nothing_is_said_of_clinics_that_are_not_listed(state):
    clinic = TreatmentFactory().clinic
    Clinic.objects.filter(pk=clinic.pk).update(**state)
    view = view_of(clinic)
    assert clinic_json_ld(view) == {}
    assert json_ld_text(view) == ""


def test_its_text_cannot_leave_the_script_element():
    clinic = TreatmentFactory(title_ja="</script><script>alert(1)</script><!--&").clinic
    text = json_ld_text(view_of(clinic))
    assert not set("<>&") & set(text)
    assert "</script>" in json.loads(text)["availableService"][0]["name"]
