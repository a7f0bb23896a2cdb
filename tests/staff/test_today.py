from datetime import timedelta

import pytest
from django.utils import timezone

from staff import queues
from staff.models import EntryLink
from staff.queues import Queue, Task
from tests.staff.factories import make_staff, signed_in


def oldest_invitation():
    return EntryLink.objects.order_by("created_at").values_list("created_at", flat=True).first()


def make_queue(name="invitations", **values) -> Queue:
    given = {
        "title": f"Queue {name}",
        "roles": ("verifier",),
        "url": "admin:staff_me",
        "count": EntryLink.objects.count,
        "oldest": oldest_invitation,
        "minutes_each": 4,
        "target": timedelta(hours=48),
    }
    return Queue(name=name, **{**given, **values})


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(queues, "_queues", {})
    monkeypatch.setattr(queues, "_panels", {})


def add_links(number: int, age: timedelta = timedelta(hours=1)) -> None:
    person = make_staff()
    start = timezone.now() - age
    for _ in range(number):
        EntryLink.objects.create(
            kind="invite", user=person, created_at=start, expires_at=start + timedelta(days=90)
        )


@pytest.mark.parametrize(
    ("count", "each", "minutes"), [(1, 4, 4), (3, 4, 15), (6, 4, 25), (1, 0.5, 1), (8, 3, 25)]
)
def test_minutes_are_rounded_up_for_people(count, each, minutes):
    assert Task(make_queue(minutes_each=each), count, None).minutes == minutes


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "about 1 minute"),
        (25, "about 25 minutes"),
        (119, "about 119 minutes"),
        (120, "about 2 hours"),
        (370, "about 6 hours"),
    ],
)
def test_much_work_is_told_in_hours(minutes, words):
    assert queues.work_words(minutes) == words


@pytest.mark.parametrize(
    ("hours", "state"), [(1, "fine"), (36, "fine"), (37, "soon"), (48, "soon"), (49, "late")]
)
def test_state_compares_the_oldest_with_the_target(hours, state):
    now = timezone.now()
    assert Task(make_queue(), 1, now - timedelta(hours=hours), now).state == state


def test_today_shows_number_minutes_age_and_start(db, registry):
    queues.register(make_queue())
    add_links(6, age=timedelta(days=3))
    page = signed_in(make_staff("verifier")).get("/admin/").content.decode()
    assert "Queue invitations" in page
    assert "about 25 minutes" in page
    assert "Late" in page
    assert "oldest 3\xa0days, target 2\xa0days" in page
    assert '<a class="btn btn-primary" href="/admin/staff/me/">' in page


def test_today_puts_the_latest_first_and_names_the_empty(db, registry):
    now = timezone.now()
    for name, hours in (("fresh", 1), ("late", 100), ("soon", 40)):
        queues.register(
            make_queue(name, count=lambda: 1, oldest=lambda h=hours: now - timedelta(hours=h))
        )
    queues.register(make_queue("nothing", count=lambda: 0))
    page = signed_in(make_staff("verifier")).get("/admin/").content.decode()
    places = [page.index(f"Queue {name}") for name in ("late", "soon", "fresh", "nothing")]
    assert places == sorted(places)


def test_today_shows_seven_tasks_at_most(db, registry):
    now = timezone.now()
    for number in range(9):
        queues.register(make_queue(f"q{number}", count=lambda: 1, oldest=lambda: now))
    page = signed_in(make_staff("verifier")).get("/admin/").content.decode()
    assert page.count("k-task__start") == 7
    assert "Also waiting" in page


def test_today_shows_only_the_queues_of_the_persons_roles(db, registry):
    queues.register(make_queue(roles=("quote coordinator",), count=lambda: 3))
    queues.register_panel(
        "p", "staff/panel_staff.html", lambda r: {"people": 1, "joined": 1}, ("quote coordinator",)
    )
    page = signed_in(make_staff("administrator", "verifier")).get("/admin/").content.decode()
    assert "Queue invitations" not in page
    assert "works here" not in page
    assert "Nothing is waiting" in page


def test_person_without_role_is_told(db, registry):
    page = signed_in(make_staff()).get("/admin/").content.decode()
    assert "You have no role yet" in page


def test_administrators_see_the_staff_panel(db):
    make_staff(device=False)
    page = signed_in(make_staff("administrator")).get("/admin/").content.decode()
    assert "2 people work here, 1 with a second factor" in page


def test_today_needs_the_same_queries_however_much_waits(db, registry, assert_same_queries):
    queues.register(make_queue())
    add_links(2)
    client = signed_in(make_staff("verifier", "administrator"))
    number = assert_same_queries("/admin/", lambda: add_links(40), as_client=client)
    assert number <= 8


def test_staff_list_needs_the_same_queries_however_many_work_here(db, assert_same_queries):
    client = signed_in(make_staff("administrator"))
    make_staff("verifier")

    def grow():
        for _ in range(12):
            make_staff("verifier", "administrator")

    assert_same_queries("/admin/staff/user/", grow, as_client=client)
    assert_same_queries("/admin/staff/staffevent/", grow, as_client=client)
