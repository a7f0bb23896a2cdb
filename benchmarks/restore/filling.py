"""Requests in every state, and sealed papers of patients up to a number of bytes."""

import secrets
from typing import Any
from uuid import uuid4

BATCH = 500


def fill(requests: int, file_bytes: int) -> dict[str, int]:
    """Fill the database that the settings name; return how much there is."""
    from benchmarks.drill import desk_rows, seed
    from quotes.models import Recipient
    from staff.models import User

    seed.seed()
    user = User.objects.create(username="drill", email="drill@drill.example.org", is_staff=True)
    desk_rows.fill(desk_rows.AT_WORK, requests, user)
    takers = list(
        Recipient.objects.filter(state__in=["sent", "answered", "question"], request__state="open")
        .select_related("request")
        .order_by("pk")
    )
    size = file_bytes // len(takers)
    for first in range(0, len(takers), BATCH):
        _papers(takers[first : first + BATCH], size)
    return {"requests": requests, "files": len(takers), "file_bytes": size * len(takers)}


def erase_some(part: int) -> dict[str, list[str]]:
    """Erase every ``part``-th open request, take every ``part``-th other back from its clinic."""
    from quotes import actions
    from quotes.models import QuoteRequest, Recipient

    open_now = list(QuoteRequest.objects.filter(state="open").order_by("pk"))
    gone = open_now[::part]
    for request in gone:
        actions.erase_request(request=request)
    left = Recipient.objects.at_work().filter(request__in=open_now[1::part]).order_by("pk")
    back = list(left.select_related("request"))
    for row in back:
        actions.withdraw_recipient(recipient=row)
    return {"erased": [str(one.pk) for one in gone], "taken_back": [str(one.pk) for one in back]}


def _papers(takers: list[Any], size: int) -> None:
    from django.db import transaction

    from quotes.models import Consent, PapersAsked, RecordFile
    from trust.uploads import files

    asked, consents, rows = [], [], []
    for taker in takers:
        paper = PapersAsked(recipient=taker, what=["blood"], words="The last one, please.")
        consent = Consent(
            subject=taker.request_id, kind="file", clinic_id=taker.clinic_id, text_version="drill",
            text="I agree.", text_sha256="0" * 64, language="en",
            given_at=taker.request.created_at,
        )  # fmt: skip
        row = RecordFile(
            id=uuid4(), papers=paper, consent=consent, kind="pdf", name="blood.pdf", size=size,
            state="ready", content_digest=secrets.token_hex(32),
        )  # fmt: skip
        row.stored = files.put(secrets.token_bytes(size), row.context)
        asked.append(paper)
        consents.append(consent)
        rows.append(row)
    with transaction.atomic():
        PapersAsked.objects.bulk_create(asked)
        Consent.objects.bulk_create(consents)
        RecordFile.objects.bulk_create(rows)
