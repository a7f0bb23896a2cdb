"""A file staff uploaded waits for their decision; the preview is a dry run of the real import."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinics.sheets import from_upload
from register.actions.importing import Report, Shrunk, import_files
from register.models import PendingImport

KEPT = datetime.timedelta(days=1)


@dataclass
class Preview:
    """What the import would do; ``shrunk`` says why it wants to be asked first."""

    report: Report
    shrunk: str = ""


@transaction.atomic
def keep_upload(
    *, file: Any, list_class: str, extent: str, seen_on: datetime.date, url: str, by: Any
) -> PendingImport:
    """Keep an uploaded file until its preview is decided; older ones are forgotten here."""
    PendingImport.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return PendingImport.objects.create(
        file_name=file.name[:200],
        content=file.read(),
        options={
            "list_class": list_class,
            "is_complete": extent == "complete",
            "seen_on": seen_on.isoformat(),
            "url": url,
        },
        by=by,
    )


def preview(pending: PendingImport) -> Preview:
    """Run the import without writing. Raises WrongFile."""
    try:
        return Preview(_run(pending, dry_run=True))
    except Shrunk as shrunk:
        return Preview(_run(pending, dry_run=True, accept_shrink=True), shrunk=str(shrunk))


@transaction.atomic
def confirm_upload(pending: PendingImport, *, accept_shrink: bool) -> Report | None:
    """Import the kept file and forget it; None if that was done already.

    Raises WrongFile; nothing is written then.
    """
    held = PendingImport.objects.select_for_update().filter(pk=pending.pk).first()
    if held is None:
        return None
    report = _run(held, dry_run=False, accept_shrink=accept_shrink)
    pending.delete()
    return report


def _run(pending: PendingImport, **options: Any) -> Report:
    given = pending.options
    return import_files(
        from_upload(pending.file_name, bytes(pending.content)),
        name=pending.file_name,
        list_class=given["list_class"],
        is_complete=given["is_complete"],
        seen_on=datetime.date.fromisoformat(given["seen_on"]),
        url=given["url"],
        by=pending.by,
        **options,
    )
