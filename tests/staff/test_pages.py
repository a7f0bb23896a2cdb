"""Pages under the Content-Security-Policy: nothing inline, and personal data declared."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from staff.actions import forget_sign_in_failures, record_failed_sign_in
from staff.models import StaffEvent
from staff.roles import ROLE_NAMES
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


def everything() -> Client:
    """A person with every role and every stock permission."""
    return signed_in(make_staff(*ROLE_NAMES, is_superuser=True))


def test_every_stock_list_and_form_has_nothing_inline(db):
    client = everything()
    seen = 0
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for path in (base, f"{base}add/"):
            response = client.get(path)
            if response.status_code == 200:
                seen += 1
                assert INLINE.findall(response.content.decode()) == [], path
    assert seen > len(admin.site._registry)


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_who_may_only_look_gets_every_record(db, role):
    from tests.factories import PriceSheetFactory

    call_command("sync_roles", verbosity=0)
    PriceSheetFactory()
    client = signed_in(make_staff(role))
    opened = 0
    for model in admin.site._registry:
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            base = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
            status = client.get(f"{base}/{row.pk}/change/").status_code
            assert status in {200, 302, 403}, (base, status)
            opened += status == 200
    assert opened, role


def test_history_pages_have_nothing_inline(db):
    from tests.factories import ClinicFactory

    clinic = ClinicFactory()
    client = everything()
    base = f"/admin/clinics/clinic/{clinic.pk}"
    listing = client.get(f"{base}/history/").content.decode()
    assert "change-history" in listing
    assert INLINE.findall(listing) == []
    record = clinic.history.latest()
    page = client.get(f"{base}/history/{record.pk}/")
    assert page.status_code == 200
    assert INLINE.findall(page.content.decode()) == []


def test_a_read_only_record_shows_no_form_and_leaves_no_trace(db):
    from django.contrib.admin.models import LogEntry

    client = signed_in(make_staff("administrator"))
    path = f"/admin/staff/staffevent/{StaffEvent.objects.latest('pk').pk}/"
    page = client.get(f"{path}change/").content.decode()
    assert 'name="_save"' not in page
    assert INLINE.findall(page) == []
    assert client.get(f"{path}history/").status_code == 403
    assert client.post(f"{path}change/", {"note": "changed"}).status_code == 403
    assert client.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/staff/staffevent/add/").status_code == 403
    assert LogEntry.objects.count() == 0


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
