"""After a breach: the list of those to tell comes from the read log."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from quotes import actions
from tests.factories import UserFactory
from tests.quotes.factories import EMAIL, confirmed
from trust.access_log import entries_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def read():
    """Two requests, each opened by another person."""
    people = [UserFactory(username="anna"), UserFactory(username="ben")]
    requests = [confirmed(), confirmed(email="other@example.org")]
    for request, person in zip(requests, people, strict=True):
        actions.open_case(request=request, by=person, reason="looking")
    return requests


def listed(capsys, **options):
    hour_ago = timezone.now() - timedelta(hours=1)
    call_command("who_was_read", start=hour_ago, **options)
    return capsys.readouterr().out.splitlines()


def test_all_that_were_opened_are_listed_without_addresses(read, capsys):
    lines = listed(capsys)
    assert {line.split(",")[0] for line in lines[1:]} == {one.reference for one in read}
    assert "@" not in "".join(lines)


def test_what_one_person_opened_with_the_address(read, capsys):
    _head, line = listed(capsys, by="anna", addresses=True)
    assert line.startswith(read[0].reference) and line.endswith(EMAIL)
    noted = entries_for("quotes.quoterequest", read[0].pk).last()
    assert (noted.action, noted.reason) == ("opened", "breach: to tell the patient")


def test_outside_the_window_is_nothing(read, capsys):
    assert len(listed(capsys, end=timezone.now() - timedelta(minutes=30))) == 1


def test_an_unknown_person_is_told():
    with pytest.raises(CommandError, match="nobody"):
        call_command("who_was_read", start=timezone.now(), by="nobody")


def test_a_time_is_read_as_tokyo_time(capsys):
    call_command("who_was_read", "--from", "2026-11-01T09:30")
    with pytest.raises(CommandError, match="invalid"):
        call_command("who_was_read", "--from", "yesterday")
