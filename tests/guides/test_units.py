"""Laboratory units: right sums, nothing in an address, nothing stored or logged."""

import logging
from decimal import Decimal

import pytest

from guides.tools import units
from guides.tools.units import TESTS, NotAValue, converted

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.mark.parametrize(
    ("test", "value", "unit", "expected"),
    [
        # Pairs that laboratories print (NGSP/IFCC tables; 1 ng/mL = 0.331 nmol/L; 18.016).
        ("hba1c", "6.5", "%", "48"), ("hba1c", "7.0", "%", "53"), ("hba1c", "8.0", "%", "64"),
        ("hba1c", "10.0", "%", "86"), ("hba1c", "53", "mmol/mol", "7.0"),
        ("hba1c", "42", "mmol/mol", "6.0"), ("c-peptide", "1.0", "ng/mL", "0.33"),
        ("c-peptide", "3.0", "ng/mL", "0.99"), ("c-peptide", "0.6", "nmol/L", "1.81"),
        ("glucose", "126", "mg/dL", "7.0"), ("glucose", "200", "mg/dL", "11.1"),
        ("glucose", "11.1", "mmol/L", "200"),
    ],
)  # fmt: skip
def test_known_pairs(test, value, unit, expected):
    assert converted(TESTS[test], value, unit).value == expected


@pytest.mark.parametrize("code", TESTS)
def test_there_and_back_is_the_same_to_one_step(code):
    test = TESTS[code]
    for text in test.examples:
        there, unit = units.convert(test, Decimal(text), test.units[0].name)
        back, _unit = units.convert(test, Decimal(there), unit)
        step = Decimal(1).scaleb(-test.units[0].places)
        assert abs(Decimal(back) - Decimal(text)) <= max(step, Decimal(text) * Decimal("0.03"))


@pytest.mark.parametrize("typed", ["７.２", "7,2", " 7.2 "])
def test_ways_of_typing_a_number(typed):
    assert converted(TESTS["hba1c"], typed, "%").given == "7.2"


@pytest.mark.parametrize("typed", ["", "x", "-7", "1e9", "7.2.3", "99", "0", "9" * 40, "٧", "NaN"])
def test_what_is_no_value_is_told(typed):
    with pytest.raises(NotAValue):
        converted(TESTS["hba1c"], typed, "%")


def test_answer_stands_on_the_page_and_is_not_kept(client):
    response = client.post("/guides/units/", {"what": "hba1c %", "value": "7.0"}, **SAME)
    assert "53 mmol/mol" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "53 mmol/mol</strong>" not in client.get("/guides/units/").content.decode()


@pytest.mark.parametrize("data", [{}, {"what": "x", "value": "7"},
                                  {"what": "hba1c %", "value": "900"}])  # fmt: skip
def test_bad_input_is_told_beside_the_field(client, data):
    response = client.post("/guides/units/", data, **SAME)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["answer"] is None


def test_value_in_an_address_does_nothing(client):
    page = client.get("/guides/units/?what=hba1c+%25&value=7.3").content.decode()
    assert "7.3" not in page.replace("?what=hba1c+%25&amp;value=7.3", "")


def test_post_from_elsewhere_is_refused(client):
    data = {"what": "hba1c %", "value": "7"}
    assert client.post("/guides/units/", data, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403


def test_no_log_line_holds_the_value(client, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post("/guides/units/", {"what": "hba1c %", "value": "7.3819"}, **SAME)
    assert "7.3819" not in caplog.text


def test_neither_writes_to_the_database(client, django_assert_num_queries):
    client.get("/guides/units/")
    with django_assert_num_queries(0):
        client.post("/guides/units/", {"what": "hba1c %", "value": "7.0"}, **SAME)
