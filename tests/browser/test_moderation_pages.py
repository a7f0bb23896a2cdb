"""The writer's second chances, a report and the desk: axe finds nothing, nothing is too wide."""

from datetime import timedelta

import time_machine
from django.core.management import call_command
from django.utils import timezone

from reviews import actions
from reviews.actions.create import MINE
from staff.roles import REVIEW_MODERATOR
from tests.browser.test_accessibility import look_at_all
from tests.factories import ClinicFactory, TreatmentFactory
from tests.reviews.factories import (
    appealed_review,
    published_review,
    refused_review,
    reported_review,
    waiting_review,
)
from tests.staff_session import signed_in_client
from trust import links

WORDS = "The papers came on time. Dr. Nameless was late. Write to me at x@example.org."


def mine(review) -> str:
    return f"/reviews/mine/{links.current(purpose=MINE, object_id=review.pk).token}/"


def public_pages() -> list[str]:
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        over = mine(refused_review(text=WORDS))
    refused = mine(refused_review(text=WORDS, complication=True, score=2))
    hidden = reported_review(reason="personal_data", text=WORDS)
    removed = reported_review(complication=True)
    actions.remove_review(
        review_id=removed.pk, by=removed.decided_by, reason="abuse", public_note="It insulted."
    )
    return [
        *[refused, f"{refused}change/", f"{refused}appeal/", over],
        mine(appealed_review().review),
        mine(hidden),
        mine(removed),
        f"/reviews/report/{published_review(text=WORDS).pk}/",
        "/reviews/reported/",
        "/reviews/policy/",
    ]


def desk_pages() -> list[str]:
    treatment = TreatmentFactory(clinic=ClinicFactory(name_en="A clinic with a rather long name"))
    told = waiting_review(treatment, complication=True, complication_help="Fever. " * 20)
    held = [waiting_review(treatment, text=WORDS) for _ in range(5)]
    appeal = appealed_review(treatment, text=WORDS)
    reported = reported_review(reason="personal_data", text=WORDS, words="Line 1")
    return [
        "/admin/",
        "/admin/reviews/queue/",
        f"/admin/reviews/case/{held[0].pk}/",
        f"/admin/reviews/case/{refused_review().pk}/",
        f"/admin/reviews/burst/{treatment.clinic_id}/",
        "/admin/reviews/appeals/",
        f"/admin/reviews/appeals/{appeal.pk}/",
        "/admin/reviews/reports/",
        f"/admin/reviews/reports/{reported.pk}/",
        "/admin/reviews/complications/",
        f"/admin/reviews/complications/{told.pk}/",
    ]


def look_once(page, url: str, paths: list[str], assert_accessible) -> None:
    """axe on half of them light and wide, on the others dark and on a phone."""
    page.set_viewport_size({"width": 1280, "height": 900})
    look_at_all(page, url, paths[::2], assert_accessible)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 700})
    look_at_all(page, url, paths[1::2], assert_accessible)


def test_pages_of_writers_and_readers(page, live_server, assert_accessible):
    look_once(page, live_server.url, public_pages(), assert_accessible)


def test_pages_of_the_desk(page, context, live_server, assert_accessible):
    call_command("sync_roles", verbosity=0)
    client = signed_in_client(REVIEW_MODERATOR)
    context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
    )
    look_once(page, live_server.url, desk_pages(), assert_accessible)
