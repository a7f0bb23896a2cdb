from datetime import timedelta

import pytest
from django.utils import timezone

from trust import access_log, links
from trust.models import JobRun, LimitHit, OutboxMail

CANARY = "canary"


@pytest.fixture
def rows(db):
    now = timezone.now()
    return [
        links.issue(purpose="patient", object_id=CANARY, expires_at=now + timedelta(1)),
        OutboxMail(template="quote_sent", object_id=CANARY, language="en"),
        LimitHit(name="quote", key=CANARY, window_start=now),
        JobRun(name="purge", last_result=CANARY),
        access_log.record(
            actor=CANARY, role="staff", action="read", object_type="request", object_ref="r",
            reason=CANARY,
        ),
    ]  # fmt: skip


def test_the_name_of_a_row_shows_nobodys_data(rows):
    shown = [str(row) for row in rows]
    assert CANARY not in " ".join(shown)
    assert shown[1].startswith("quote_sent ") and shown[3] == "purge"
    assert "read request" in shown[4]
