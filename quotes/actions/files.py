"""Papers: asked for, sent, read, deleted."""

import hashlib
import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from quotes import consent_texts
from quotes.actions.desk import OBJECT, note_access, tell_clinic
from quotes.actions.forgetting import forget_files
from quotes.actions.moving import lock, move, require_talk, tell_patient, touch
from quotes.actions.request import new_consent
from quotes.models import (
    Consent,
    Erasure,
    Message,
    PapersAsked,
    QuoteRequest,
    Recipient,
    RecordFile,
    Transition,
)
from quotes.models.erasure import file_digest
from quotes.models.record_file import MOST_FILES
from quotes.states import IllegalMove
from trust import access_log
from trust.digests import digest
from trust.sealing import DecryptionError
from trust.uploads import Taken, files, scanning
from trust.uploads.taking import CLEAN

LONGEST_NAME = 80
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f/\\:\u202a-\u202e\u2066-\u2069]")


class TooManyFiles(Exception):
    """Five papers for one clinic are enough."""


@transaction.atomic
def ask_papers(
    *, recipient: Recipient, what: Iterable[str], words: str = "", by: Any = None
) -> PapersAsked:
    """The clinic, or staff for it, asks for papers; asking again adds to the list. IllegalMove."""
    require_talk(recipient.request)
    if not Recipient.objects.visible_to_clinic().filter(pk=recipient.pk).exists():
        raise IllegalMove(recipient, "papers")
    asked, made = PapersAsked.objects.get_or_create(recipient=recipient, defaults={"by": by})
    wanted = [code for code in PapersAsked.What.values if code in {*asked.what, *what}]
    if made or wanted != asked.what or (words and words != asked.words):
        asked.what, asked.words, asked.by = wanted, words or asked.words, by
        asked.save()
        tell_patient(recipient.request)
    role = Transition.Role.STAFF if by else Transition.Role.CLINIC
    recipient.refresh_from_db(fields=["state"])
    is_open = recipient.request.state == QuoteRequest.State.OPEN
    if is_open and recipient.state in {Recipient.State.SENT, Recipient.State.NO_ANSWER}:
        move(recipient, "question", role=role, by=by)  # now it is her turn
    if by is None:
        touch(recipient.request)
    return asked


def add_file(*, papers: PapersAsked, taken: Taken, name: str) -> RecordFile:
    """Keep one file for one clinic, under a consent of its own. The same file twice is one.

    The sealed file is written first and the row afterwards: a crash between leaves a file that
    nobody names, which the sweep deletes, and never a row without its file. Raises IllegalMove,
    TooManyFiles, files.CannotStore.
    """
    key = digest("quotes-file", hashlib.sha256(taken.content).hexdigest())
    row = RecordFile(
        id=uuid4(),
        papers=papers,
        kind=taken.kind.code,
        name=_plain(name),
        size=len(taken.content),
        state=RecordFile.State.READY if taken.scan == CLEAN else RecordFile.State.WAITING,
        content_digest=key,
    )
    row.stored = files.put(taken.content, row.context)
    try:
        kept = _keep(row)
    except (IllegalMove, TooManyFiles):
        files.delete(row.stored)
        raise
    # After any other error the row may stand all the same (a commit whose answer was lost).
    if kept.pk != row.pk:
        files.delete(row.stored)
    return kept


@transaction.atomic
def _keep(row: RecordFile) -> RecordFile:
    recipient = row.papers.recipient
    request = recipient.request
    require_talk(request)
    held = RecordFile.objects.held().filter(papers=row.papers)
    known = held.filter(content_digest=row.content_digest).first()
    if known:
        return known
    if not Recipient.objects.visible_to_clinic().filter(pk=recipient.pk).exists():
        raise IllegalMove(recipient, "file")
    if held.count() >= MOST_FILES:
        raise TooManyFiles
    text = consent_texts.file(recipient.clinic)
    row.consent = new_consent(request, Consent.Kind.FILE, text, recipient.clinic)
    row.consent.save(force_insert=True)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return held.get(content_digest=row.content_digest)
    _note(request, "patient", "sent a file")
    touch(request)
    if recipient.state == Recipient.State.QUESTION:
        answered = recipient.answers.current().exists()
        move(recipient, "answered" if answered else "sent", role="patient")
    if row.state == RecordFile.State.READY:
        _tell(recipient)
    return row


def _tell(recipient: Recipient) -> None:
    """The clinic learns of a file by mail; where no mail reaches it, staff see a message."""
    if not Recipient.objects.told_by_hand().filter(pk=recipient.pk).exists():
        tell_clinic(recipient)
        return
    with translation.override(recipient.request.language):
        text = gettext("I sent a file.")
    Message.objects.create(
        request=recipient.request, recipient=recipient, sender=Message.Sender.PATIENT, text=text
    )


def _plain(name: str) -> str:
    """Return a name that can be shown: the last part, without hidden characters, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    return _NOT_IN_A_NAME.sub("", last).strip()[-LONGEST_NAME:]


def _note(request: QuoteRequest, role: str, action: str, label: str = "") -> None:
    access_log.record(
        actor=f"{role}:{request.pk}",
        role=role,
        action=action,
        object_type=OBJECT,
        object_ref=request.pk,
        label=label,
    )


def read_file(*, file: RecordFile, role: str, by: Any = None) -> bytes:
    """Return the clear content; the read log is written first. ``role``: patient, clinic, staff.

    Raises FileNotFoundError when the storage lost it.
    """
    request = file.papers.recipient.request
    clinic = file.papers.recipient.clinic
    if by is not None:
        note_access(request, by=by, action="downloaded")
    elif role == "clinic":
        _note(request, "clinic", "downloaded", label=clinic.name_en or clinic.name_ja)
    else:
        _note(request, "patient", "downloaded")
    return content_of(file)


def content_of(file: RecordFile) -> bytes:
    """Return the clear content; looks again when a change of keys moved it just now.

    Raises FileNotFoundError.
    """
    try:
        return files.get(file.stored, file.context)
    except DecryptionError as error:
        # Cut off or changed on the disk: as good as lost. `manage.py verify` tells.
        raise FileNotFoundError(file.pk) from error
    except FileNotFoundError:
        before = file.stored
        file.refresh_from_db(fields=["stored"])
        if file.stored in {"", before}:
            raise
        return files.get(file.stored, file.context)


@transaction.atomic
def delete_file(*, file: RecordFile) -> RecordFile:
    """The patient takes a file back; pressed twice is once."""
    lock(file.papers.recipient.request)
    if forget_files(RecordFile.objects.filter(pk=file.pk), withdraw_consent=True):
        key = file_digest(file.pk)
        Erasure.objects.get_or_create(key_digest=key, defaults={"why": Erasure.Why.REVOKED})
    file.refresh_from_db()
    return file


def scan_again(*, file: RecordFile) -> bool:
    """Ask the scanner about a file that waits; returns whether it answered.

    It sees the rebuilt file: what was sent is not kept. It is asked outside of a transaction, since
    SQLite would make everybody wait for it.
    """
    try:
        found = scanning.scan(content_of(file))
    except FileNotFoundError:  # deleted meanwhile, or lost: `manage.py verify` tells
        return False
    return found != scanning.Found.UNKNOWN and _decide(file, found)


@transaction.atomic
def _decide(file: RecordFile, found: scanning.Found) -> bool:
    if lock(file.papers.recipient.request) is None:
        return False
    waiting = RecordFile.objects.filter(pk=file.pk, state=RecordFile.State.WAITING)
    if found == scanning.Found.VIRUS:
        if not waiting.exists():
            return False
        forget_files(RecordFile.objects.filter(pk=file.pk), withdraw_consent=True, refused=True)
        tell_patient(file.papers.recipient.request)
        return True
    if waiting.update(state=RecordFile.State.READY):
        _tell(file.papers.recipient)
    return True


def held_files() -> files.Held:
    """Every stored file of this app, for the rotation of keys and the sweep."""
    for file in RecordFile.objects.held().only("pk", "stored").order_by("pk").iterator():
        yield file.stored, file.context, partial(_renamed, file.pk, file.stored)


def _renamed(key: UUID, before: str, stored: str) -> bool:
    return bool(RecordFile.objects.filter(pk=key, stored=before).update(stored=stored))


files.register_holder(held_files)
