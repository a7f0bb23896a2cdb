"""What goes with a clinic's access: name, contact and files."""

from django.db import models, transaction
from django.utils import timezone

from quotes.models import Consent, Introduction, Recipient, RecordFile
from trust.uploads import files


def forget_name(recipient: Recipient, *, withdraw_consent: bool) -> None:
    """Name and contact go; the proof of the consent stays."""
    given = Introduction.objects.filter(recipient=recipient)
    proofs = list(given.values_list("consent", flat=True))
    given.delete()
    if withdraw_consent:
        _withdraw(proofs)


def forget_files(
    rows: models.QuerySet[RecordFile], *, withdraw_consent: bool, refused: bool = False
) -> int:
    """Blank the rows (``refused``: the patient reads why) and delete what is stored behind them once this transaction stands.

    A stored file that outlives a crash in between is named by nobody and goes with the sweep.
    Returns how many.
    """
    held = list(
        RecordFile.objects.held()
        .filter(pk__in=list(rows.values_list("pk", flat=True)))
        .values_list("pk", "stored", "consent")
    )
    RecordFile.objects.filter(pk__in=[key for key, _stored, _consent in held]).update(
        state=RecordFile.State.REFUSED if refused else RecordFile.State.DELETED,
        stored="",
        name=None,
        content_digest="",
    )
    if withdraw_consent:
        _withdraw([consent for _key, _stored, consent in held])
    for _key, stored, _consent in held:
        transaction.on_commit(lambda name=stored: files.delete(name), robust=True)
    return len(held)


def _withdraw(consents: list[object]) -> None:
    rows = Consent.objects.standing().filter(pk__in=consents)
    rows.update(withdrawn_at=timezone.now())
