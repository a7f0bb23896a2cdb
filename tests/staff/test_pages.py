"""Pages under the Content-Security-Policy: nothing inline, and personal data declared."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.utils import timezone

from staff.actions import forget_sign_in_failures, record_failed_sign_in
from staff.models import StaffEvent
from tests.staff.factories import make_staff, signed_in
from trust.personal_data import unclassified_fields

INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|data:image|(?:src|href)=\"(?:https?:)?//",
    re.IGNORECASE,
)
PAGES = [
    "/admin/",
    "/admin/staff/user/",
    "/admin/staff/user/?q=nobody",
    "/admin/staff/user/{pk}/change/",
    "/admin/staff/user/{pk}/history/",
    "/admin/staff/staffevent/",
    "/admin/staff/",
    "/admin/staff/invite/",
    "/admin/staff/member/{pk}/",
    "/admin/staff/member/{pk}/reset/",
    "/admin/staff/member/{pk}/access/",
    "/admin/staff/me/",
    "/admin/password_change/",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_page_has_nothing_inline_and_one_heading(db, path, language):
    user = make_staff("administrator", language=language)
    page = signed_in(user).get(path.format(pk=user.pk)).content.decode()
    assert INLINE.findall(page) == []
    assert page.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_sign_in_page_has_nothing_inline(client, db):
    page = client.get("/admin/login/").content.decode()
    assert INLINE.findall(page) == []
    assert re.findall(r'<label[^>]* for="([^"]+)"', page) == re.findall(
        r'<input type="(?:text|password)"[^>]* id="([^"]+)"', page
    )


def test_every_column_says_whether_it_is_personal():
    assert unclassified_fields(apps.get_app_config("staff").get_models()) == []


def test_names_never_reach_the_text_of_a_person(db):
    user = make_staff(first_name="Hanako", last_name="Yamada", username="hanako")
    assert str(user) == f"staff-{user.pk}"
    user.initials = "HY"
    assert str(user) == "HY"


def test_groups_of_the_roles_exist_after_migrating(db):
    assert Group.objects.filter(name="quote coordinator").exists()


def test_sign_in_failures_are_forgotten_after_a_day(client, db):
    from axes.models import AccessAttempt

    for age in (1, 25):
        AccessAttempt.objects.create(
            username=f"u{age}", ip_address="192.0.2.1", user_agent="x", failures_since_start=1
        )
        AccessAttempt.objects.filter(username=f"u{age}").update(
            attempt_time=timezone.now() - timedelta(hours=age)
        )
    assert forget_sign_in_failures(before=timezone.now() - timedelta(hours=24)) == 1
    assert AccessAttempt.objects.get().username == "u1"


def test_failures_of_one_hour_are_one_row(db):
    for _ in range(3):
        record_failed_sign_in()
    assert sum(StaffEvent.objects.values_list("count", flat=True)) == 3
    assert StaffEvent.objects.count() <= 2  # the clock may strike between two calls
