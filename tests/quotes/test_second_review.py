"""Defects that a reviewer reproduced in the finished feature, each with its own test."""

import threading
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from clinics.models import Clinic, Treatment
from quotes import actions, links, retention
from quotes.actions.desk import NotListed
from quotes.models import (
    Consent,
    Erasure,
    Introduction,
    Message,
    PapersAsked,
    QuoteRequest,
    Recipient,
    RecordFile,
)
from quotes.models.erasure import erasure_digest, file_digest
from tests.quotes.factories import (
    EMAIL,
    answered,
    choose,
    confirmed,
    fresh_answer,
    make_treatment,
    recipients,
    sent,
    sent_days_ago,
)
from tests.quotes.pages import as_patient
from tests.quotes.test_files import asked, file_of, folder, post, stored  # noqa: F401
from tests.trust.uploads import samples
from trust import bounces, outbox
from trust.models import OutboxMail
from trust.uploads.rebuild import rebuild

pytestmark = pytest.mark.django_db


def mails() -> list:
    mail.outbox.clear()
    outbox.send_due()
    return list(mail.outbox)


def by_phone(request) -> Recipient:
    Recipient.objects.filter(request=request).update(sent_how="phone")
    return recipients(request)[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_file_that_arrives_while_the_request_is_erased_is_not_left(folder):  # noqa: F811
    request = answered()
    papers = asked(recipients(request)[0])
    choose(fresh_answer(request))
    locked, go_on = threading.Event(), threading.Event()

    def upload() -> None:
        with transaction.atomic():
            QuoteRequest.objects.select_for_update().get(pk=request.pk)
            locked.set()
            go_on.wait(10)
            post(as_patient(request), papers, samples.pdf())
        connections.close_all()

    worker = threading.Thread(target=upload)
    worker.start()
    locked.wait(10)
    threading.Timer(0.5, go_on.set).start()
    actions.erase_request(request=QuoteRequest.objects.get(pk=request.pk))
    worker.join()
    assert not RecordFile.objects.exists()
    assert stored(folder) == []


def test_the_journal_also_replays_what_was_erased_by_time():
    old, fine = sent(), sent(email="b@example.org")
    QuoteRequest.objects.filter(pk=old.pk).update(
        last_activity_at=timezone.now() - timedelta(days=95)
    )
    keys = {erasure_digest(old.pk), erasure_digest(fine.pk)}
    assert actions.replay_erasures(digests=keys) == (2, 0)
    assert set(QuoteRequest.objects.values_list("state", flat=True)) == {"erased"}


def test_a_file_taken_back_stays_back(folder):  # noqa: F811
    file = file_of(sent())
    actions.delete_file(file=file)
    assert Erasure.objects.filter(key_digest=file_digest(file.pk)).exists()
    other = file_of(sent(email="c@example.org"))
    assert actions.replay_erasures(digests={file_digest(other.pk)}) == (0, 1)
    assert not RecordFile.objects.held().exists()


def test_a_clinic_with_another_treatment_is_not_told_that_it_is_over():
    first = make_treatment()
    request = answered(first, make_treatment(clinic=first.clinic))
    mails()
    choose(fresh_answer(request))
    words = " ".join(message.body for message in mails())
    assert "is over" not in words


def test_a_file_for_a_clinic_without_mail_reaches_the_desk(folder):  # noqa: F811
    request = sent()
    file_of_phone = by_phone(request)
    papers = asked(file_of_phone)
    post(as_patient(request), papers, samples.pdf())
    assert request in QuoteRequest.objects.waiting_for_reply()


def test_a_clinic_that_declined_keeps_no_file(folder, django_capture_on_commit_callbacks):  # noqa: F811
    file = file_of(sent())
    with django_capture_on_commit_callbacks(execute=True):
        actions.decline_to_answer(recipient=file.papers.recipient, reason="no_capacity")
    assert stored(folder) == []


def test_asking_for_papers_is_no_silence(folder):  # noqa: F811
    request = sent()
    sent_days_ago(10)
    row = recipients(request)[0]
    papers = asked(row)
    assert recipients(request)[0].state == "question"
    assert retention.note_silence() == 0
    assert "asks for papers." in as_patient(request).get("/quotes/mine/").text
    post(as_patient(request), papers, samples.pdf())
    assert recipients(request)[0].state == "sent"
    assert "asks for papers." not in as_patient(request).get("/quotes/mine/").text


def test_a_stored_file_that_was_cut_off_is_as_good_as_lost(folder):  # noqa: F811
    request = sent()
    file = file_of(request)
    [path] = stored(folder)
    path.write_bytes(b"")
    client = as_patient(request)
    assert client.get(f"/quotes/mine/file/{file.pk}/").status_code == 404
    assert client.post("/quotes/mine/export/").status_code == 200
    from trust.uploads import files

    assert files.rotate() == 0


def test_one_hostile_report_does_not_stop_the_others(settings):
    settings.SITE_URL = "https://kakunin.example"
    row = OutboxMail.objects.create(template="quote_update", object_id="x", language="en")
    raw = (
        b"Content-Type: multipart/report; boundary=b\n\n--b\n"
        b"Content-Type: message/delivery-status\n\nX:\xff<a@localhost>\xe2\x80\xb9\n\nStatus: 5.1.1\n"
        b"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <"
        + str(row.pk).encode()
        + b"@kakunin.example>\n--b--\n"
    )
    assert bounces.note(raw) == row


def test_what_is_not_listed_any_more_cannot_be_chosen():
    request = answered()
    given = fresh_answer(request)
    Clinic.objects.update(status="paused")
    Treatment.objects.update(publication="withdrawn")
    with pytest.raises(NotListed):
        choose(given)
    page = as_patient(request)
    assert page.get(f"/quotes/mine/answer/{given.pk}/choose/").status_code == 409
    assert ">Choose<" not in page.get("/quotes/mine/").text
    typed = {"name": "A", "contact": "b", "agree": "on"}
    shown = page.post(f"/quotes/mine/answer/{given.pk}/choose/", typed)
    assert "not listed here any more" in shown.text
    assert not Introduction.objects.exists()


def test_a_wrong_contact_can_be_corrected():
    request = answered()
    given = fresh_answer(request)
    client, address = as_patient(request), f"/quotes/mine/answer/{given.pk}/choose/"
    for contact in ("wrong@example.org", "right@example.org"):
        assert client.get(address).status_code == 200
        typed = {"name": "Anna", "contact": contact, "agree": "on"}
        assert client.post(address, typed).status_code == 303
    assert Introduction.objects.get().contact == "right@example.org"


def test_a_choice_that_is_not_possible_shows_no_form_and_keeps_words():
    request = answered()
    given = fresh_answer(request)
    row = given.recipient
    actions.withdraw_request(request=request)
    client = as_patient(request)
    assert client.get(f"/quotes/mine/answer/{given.pk}/choose/").status_code == 409
    late = client.post(f"/quotes/mine/clinic/{row.pk}/reply/", {"text": "my words", "key": uuid4()})
    assert late.status_code == 409
    assert "my words" in late.text


@pytest.mark.parametrize("step", ["withdraw/", "not-this-one"])
def test_a_double_click_is_one_click(step):
    request = answered()
    client = as_patient(request)
    path = f"/quotes/mine/answer/{fresh_answer(request).pk}/not-this-one/"
    path = "/quotes/mine/withdraw/" if step == "withdraw/" else path
    assert [client.post(path).status_code for _ in range(2)] == [303, 303]


def test_erasing_leaves_no_trace_of_papers(folder):  # noqa: F811
    request = sent()
    file_of(request)
    actions.erase_request(request=request)
    assert not PapersAsked.objects.exists()
    assert not RecordFile.objects.exists()


def test_the_copy_names_the_papers_and_no_file_past_its_day(folder):  # noqa: F811
    import io
    import json
    import zipfile

    request = answered()
    file_of(request)
    past = timezone.now() - timedelta(days=31)
    RecordFile.objects.update(uploaded_at=past)
    fresh_answer(request).__class__.objects.update(created_at=past)
    given = as_patient(request).post("/quotes/mine/export/")
    with zipfile.ZipFile(io.BytesIO(given.content)) as box:
        assert box.namelist() == ["request.json"]
        [clinic] = json.loads(box.read("request.json"))["clinics"]
    assert clinic["papers_asked_for"]["words"] == "The last one, please."


def test_readers_and_staff_see_our_name_of_a_file(folder, staff_client):  # noqa: F811
    request = sent()
    papers = asked(recipients(request)[0])
    post(as_patient(request), papers, samples.pdf(), "Anna Meier HIV.pdf")
    link = actions.share_request(request=request)
    reader = Client()
    reader.get(f"/quotes/r/{link.token}/")
    preview = staff_client("quote coordinator").get(f"/admin/quotes/case/{request.pk}/preview/")
    for page in (reader.get("/quotes/mine/").text, preview.text):
        assert "Anna Meier" not in page
        assert RecordFile.objects.get().download_name in page


def test_no_mail_about_files_that_are_gone(folder):  # noqa: F811
    request = answered()
    file = file_of(request)
    past = timezone.now() - timedelta(days=28)
    RecordFile.objects.update(uploaded_at=past)
    fresh_answer(request).__class__.objects.update(created_at=past)
    OutboxMail.objects.all().delete()
    assert retention.warn_of_files() == 1
    actions.delete_file(file=file)
    assert mails() == []


def test_trying_ones_own_view_only_link_ends_nothing():
    request = answered()
    client = as_patient(request)
    link = actions.share_request(request=request)
    assert client.get(f"/quotes/r/{link.token}/")["Location"] == "/quotes/mine/"
    assert client.post("/quotes/mine/extend/").status_code == 303
    assert links.view_link(request) == link


def test_what_was_filled_into_a_form_stays_on_the_page():
    def fill(file: pikepdf.Pdf) -> None:
        name, made = pikepdf.Name, pikepdf.Dictionary
        field = file.make_indirect(
            made(
                Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T="dose", V="INSULIN 20",
                Rect=[20, 20, 180, 40], F=4, DA="/F1 10 Tf 0 g", P=file.pages[0].obj,
            )
        )  # fmt: skip
        file.pages[0].obj.Annots = [field]
        fonts = made(Font=made(F1=file.pages[0].obj.Resources.Font.F1))
        file.Root.AcroForm = made(
            Fields=[field], DR=fonts, DA="/F1 10 Tf 0 g", NeedAppearances=True
        )

    clean = rebuild("pdf", samples.pdf(fill))
    assert b"INSULIN 20" in samples.everything_in(clean)


def test_a_virus_message_is_no_work_of_staff(folder, monkeypatch):  # noqa: F811
    from trust.uploads import scanning

    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.UNKNOWN)
    request = sent()
    file_of(request)
    row = by_phone(request)
    actions.reply(request=request, text="when?", key=uuid4(), recipient=row)
    assert request in QuoteRequest.objects.waiting_for_reply()
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.VIRUS)
    retention.scan_waiting()
    assert request in QuoteRequest.objects.waiting_for_reply()
    assert not Message.objects.filter(sender="staff").exists()
    assert "something harmful" in as_patient(request).get("/quotes/mine/").text


def test_public_numbers_count_requests_only(client):
    Consent.objects.all().delete()
    confirmed()
    assert connection.vendor in {"sqlite", "postgresql"}
    page = client.get("/about/privacy/").text
    assert "Files you sent" in page
    assert "not deleted yet: 0." in page
    assert EMAIL not in page
