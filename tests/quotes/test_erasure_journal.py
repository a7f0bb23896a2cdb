"""The erasure journal: written with each erasure, applied to an old copy, counted in public."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from quotes import actions, limits, retention
from quotes.models import Consent, Erasure, QuoteRequest, Recipient
from quotes.models.erasure import erasure_digest
from tests.quotes.factories import CANARY, answered, confirmed, make_treatment, recipients, sent

pytestmark = pytest.mark.django_db


def test_each_erasure_is_written_down_without_the_person():
    request = answered()
    actions.erase_request(request=request)
    row = Erasure.objects.get(why="patient")
    assert (row.key_digest, row.why) == (erasure_digest(request.pk), "patient")
    assert str(request.pk) not in f"{row.key_digest} {row}"


def test_what_was_erased_is_erased_again_after_an_old_copy(tmp_path, capsys):
    mine, other = answered(), sent(email="other@example.org")
    old = QuoteRequest.objects.filter(pk=mine.pk).values().get()
    actions.erase_request(request=mine)
    call_command("erasure_journal")
    journal = tmp_path / "journal.csv"
    journal.write_text(capsys.readouterr().out)
    # An older copy of the row comes back, and with it everything in it.
    QuoteRequest.objects.filter(pk=mine.pk).update(
        **{name: old[name] for name in ("state", "outcome", "closed_at", "erased_at", "message")}
    )
    mine.refresh_from_db()
    assert CANARY in mine.message
    call_command("erasure_journal", replay=journal)
    assert capsys.readouterr().err.strip() == "2 in the journal, 1 erased again, 0 taken back again"
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, mine.message, other.state) == ("erased", None, "open")
    call_command("erasure_journal", replay=journal)
    assert capsys.readouterr().err.strip() == "2 in the journal, 0 erased again, 0 taken back again"


def test_a_clinic_it_was_taken_back_from_stays_outside(tmp_path, capsys):
    request = sent(make_treatment(), make_treatment())
    row = recipients(request)[0]
    old = Recipient.objects.filter(pk=row.pk).values("state").get()
    consent = row.consent
    actions.withdraw_recipient(recipient=row)
    call_command("erasure_journal")
    journal = tmp_path / "journal.csv"
    journal.write_text(capsys.readouterr().out)
    Recipient.objects.filter(pk=row.pk).update(**old)
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=None)
    assert row in Recipient.objects.visible_to_clinic()
    call_command("erasure_journal", replay=journal)
    assert "1 taken back again" in capsys.readouterr().err
    assert row not in Recipient.objects.visible_to_clinic()
    assert recipients(request)[1] in Recipient.objects.visible_to_clinic()


@pytest.mark.parametrize("text", ["x,y\n", "a" * 64 + "\n", "\x00"])
def test_another_file_erases_nothing(tmp_path, text):
    file = tmp_path / "x.csv"
    file.write_text(text)
    request = sent()
    with pytest.raises(CommandError, match=r"journal|read"):
        call_command("erasure_journal", replay=file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("erasure_journal", replay=tmp_path / "missing")
    request.refresh_from_db()
    assert request.state == "open"


def test_the_journal_itself_goes_after_its_time():
    actions.erase_request(request=confirmed())
    day = timezone.now() + limits.kept("erasure")
    retention.purge(now=day - timedelta(hours=1))
    assert Erasure.objects.exists()
    retention.purge(now=day + timedelta(hours=1))
    assert not Erasure.objects.exists()


def test_everybody_can_read_how_many_were_erased(client):
    actions.erase_request(request=confirmed())
    actions.erase_request(request=confirmed(email="b@example.org"), role="system")
    page = client.get("/about/privacy/").text
    assert "because the patient asked: 1; because their time was over: 1." in page
    assert "not deleted yet: 0." in page
    assert "ご本人の求めによるもの1件" in client.get("/ja/about/privacy/").text
