"""What the database holds, beside what visitors were told."""

from collections import Counter
from typing import Any


def compare(emails: list[str]) -> dict[str, int]:
    """Return lost, duplicates and orphans. One e-mail address stands for one form."""
    from django.db import connection

    from quotes.models import QuoteRequest
    from trust.digests import email_digest

    connection.close()  # it may be from before a crash
    rows = Counter(QuoteRequest.objects.values_list("email_digest", flat=True))
    return {
        "lost": sum(1 for email in emails if not rows[email_digest(email)]),
        "duplicates": sum(count - 1 for count in rows.values()),
        "orphans": sum(orphans().values()),
    }


def orphans() -> dict[str, int]:
    """Return {kind: rows} of everything that stands alone, or lacks a part."""
    from django.db.models import Count

    from quotes import links
    from quotes.models import Consent, QuoteRequest, Transition
    from trust.models import OutboxMail, SecretLink

    keys = set(QuoteRequest.objects.values_list("pk", flat=True))
    names = {str(key) for key in keys}
    mails = Counter(_names(OutboxMail.objects.filter(template="quote_confirm")))
    patient = Counter(_names(SecretLink.objects.filter(purpose=links.PATIENT)))
    confirm = Counter(_names(SecretLink.objects.filter(purpose=links.CONFIRM)))
    kept = Counter(Consent.objects.filter(kind="keep").values_list("subject", flat=True))
    sent = Counter(Consent.objects.filter(kind="send").values_list("subject", flat=True))
    asked = dict(
        QuoteRequest.objects.annotate(n=Count("recipients__clinic", distinct=True)).values_list(
            "pk", "n"
        )
    )
    begun = Counter(
        Transition.objects.filter(from_state="", object_type="request").values_list(
            "request", flat=True
        )
    )
    return {
        "mails": _odd(mails, dict.fromkeys(names, 1)),
        "private links": _odd(patient, dict.fromkeys(names, 1)),
        "links to confirm": _odd(confirm, dict.fromkeys(names, 1)),
        "consents to keep": _odd(kept, dict.fromkeys(keys, 1)),
        "consents to send": _odd(sent, asked),
        "requests without clinic": sum(1 for count in asked.values() if not count),
        "first moves": _odd(begun, dict.fromkeys(keys, 1)),
    }


def _names(rows: Any) -> Any:
    return rows.values_list("object_id", flat=True)


def _odd(found: dict[Any, int], expected: dict[Any, int]) -> int:
    """How many keys have another number of rows than they should."""
    return sum(
        1 for key in found.keys() | expected.keys() if found.get(key, 0) != expected.get(key, 0)
    )
