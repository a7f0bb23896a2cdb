"""The journey planner: dates and money from answers, the unknown said, a calendar, no trace."""

import datetime
import re

import pytest
from django.utils import timezone

from guides.journey import plan
from guides.journey.ical import calendar, escaped, folded
from guides.journey.plan import Answers, Published, make
from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
START = datetime.date(2027, 3, 1)
KNOWN = Published(visits=3, no_refund_after="culture begins", total_min=2_000_000, total_max=2_400_000)  # fmt: skip


def step(made, code):
    return next(one for one in made.steps if one.code == code)


def test_plan_of_own_fat_cells_takes_the_sourced_weeks():
    made = make(Answers("fat_msc", START, nights=3), Published())
    assert (made.trips, made.weeks) == (2, 3)
    assert made.kind.source_url.startswith("http")
    assert step(made, "tests").day == datetime.date(2027, 2, 15)
    assert step(made, "refund").day == datetime.date(2027, 2, 28)
    assert (step(made, "visit-1").day, step(made, "visit-1").until) == (START, datetime.date(2027, 3, 4))  # fmt: skip
    assert step(made, "visit-2").day == datetime.date(2027, 3, 22)


def test_time_without_a_source_stays_unknown():
    made = make(Answers("marrow_msc", START), Published())
    assert made.weeks is None
    assert step(made, "growing").day is None
    assert step(made, "visit-2").day is None
    assert "Ask the clinic" in step(made, "growing").words


def test_what_was_typed_goes_before_what_was_published():
    made = make(Answers("fat_msc", START, trips=2, weeks=6), KNOWN)
    assert (made.trips, made.weeks) == (2, 6)
    assert make(Answers("fat_msc", START), KNOWN).trips == 3
    assert [s.code for s in make(Answers("fat_msc", START), KNOWN).steps][-2:] == ["visit-3", "after"]  # fmt: skip


def test_total_adds_up_and_names_what_is_left_out():
    answers = Answers("fat_msc", START, trips=2, nights=3, people=2, flight=100_000, hotel=20_000)
    made = make(answers, KNOWN)
    assert (made.low, made.high) == (2_000_000 + 400_000 + 120_000, 2_400_000 + 520_000)
    assert made.left_out == []
    bare = make(Answers("fat_msc", START, hotel=20_000), Published())
    assert (bare.low, bare.left_out) == (0, ["Treatment", "Flights", "Hotel"])


def test_refund_is_said_in_the_clinics_own_words():
    assert "“culture begins”" in step(make(Answers("", START), KNOWN), "refund").words
    assert "Not known to us" in step(make(Answers("", START), Published()), "refund").words


def test_unknown_product_takes_one_visit_and_no_growing():
    made = make(Answers("", START), Published())
    assert [one.code for one in made.steps] == ["tests", "refund", "visit-1", "after"]


def test_known_times_have_an_address_and_words_in_both_languages():
    from guides.data import read

    for product, row in read(plan.KINDS).items():
        if "weeks" in row or "en" in row:
            assert row["source"]["address"].startswith("http"), product
            assert row["en"], product
            assert re.search("[ぁ-ん]", row["ja"]), product


def test_calendar_is_well_formed():
    made = make(Answers("fat_msc", START, nights=3), KNOWN)
    text = calendar(made.steps, now=timezone.now())
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 5
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert "DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270305\r\n" in text
    assert len(set(re.findall(r"UID:(.+)", text))) == 5


def test_calendar_text_cannot_break_out():
    assert escaped("a,b;c\\d\nEND:VEVENT") == "a\\,b\\;c\\\\d\\nEND:VEVENT"
    long = "日本" * 60
    assert "".join(part.removeprefix(" ") for part in folded(long)) == long
    assert all(len(part.encode()) <= 75 for part in folded(long))


def posted(client, path="/guides/journey/", **changes):
    start = (timezone.localdate() + datetime.timedelta(days=40)).isoformat()
    return client.post(path, {"start": start, "product": "fat_msc"} | changes, **SAME)


def test_post_shows_the_plan_and_is_not_kept(client):
    response = posted(client, flight="100000", nights="2", hotel="15000")
    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Visit 2 of 2" in page
    assert "¥200,000" in page
    assert 'name="calendar"' in page


def test_button_gives_the_calendar_file(client):
    response = posted(client, path="/ja/guides/journey/", calendar="1")
    assert response["Content-Type"].startswith("text/calendar")
    assert "journey.ics" in response["Content-Disposition"]
    assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start", ""), ("start", "2020-01-01"), ("start", "9999-12-31"), ("start", "x"),
        ("trips", "0"), ("trips", "999999999999999999999"), ("weeks", "-1"), ("nights", "x"),
        ("people", "7"), ("flight", "1e99"), ("hotel", "-5"), ("product", "nothing"),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field(client, field, value):
    response = posted(client, **{field: value, "hotel" if field != "hotel" else "nights": "7"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["plan"] is None
    assert 'value="7"' in response.content.decode()


@pytest.fixture
def treatment():
    found = TreatmentFactory(checked=True, visits=3)
    PriceSheetFactory(treatment=found, no_refund_after_en="culture begins", days_in_japan=9)
    return found


def test_treatment_fills_in_what_its_clinic_published(client, treatment):
    page = client.get(f"/guides/journey/?treatment={treatment.pk}").content.decode()
    assert "culture begins" in page
    assert f'name="treatment" value="{treatment.pk}"' in page
    answered = posted(client, treatment=str(treatment.pk)).content.decode()
    assert "Visit 3 of 3" in answered
    assert "¥2,450,000" in answered


def test_entry_of_the_list_gives_nothing_that_is_not_checked(client):
    entry = TreatmentFactory(visits=5)
    PriceSheetFactory(treatment=entry)
    answered = posted(client, treatment=str(entry.pk)).content.decode()
    assert "2,450,000" not in answered
    assert "Visit 2 of 2" in answered


@pytest.mark.parametrize("text", ["0", "999999999999999999", "9" * 40, "x", "-1", "٣", ""])
def test_unknown_treatment_is_an_empty_form(client, text):
    response = client.get("/guides/journey/", {"treatment": text})
    assert response.status_code == 200
    assert response.context["treatment"] is None


def test_closed_clinic_fills_in_nothing(client):
    closed = TreatmentFactory(checked=True, clinic=ClinicFactory(closed=True))
    response = client.get("/guides/journey/", {"treatment": closed.pk})
    assert response.context["treatment"] is None


def test_planner_stores_nothing(client, treatment, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        posted(client, treatment=str(treatment.pk))
    assert not [q["sql"] for q in caught if not q["sql"].startswith("SELECT")]
    assert client.cookies == {}


def test_plan_can_be_told_on_the_last_day_before_midnight_in_tokyo(client, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 22, 15, 30, tzinfo=datetime.UTC))
    assert posted(client, start="2026-11-22").context["form"].errors
    assert not posted(client, start="2026-11-23").context["form"].errors
