"""A sheet staff uploaded waits for their decision; the preview is a dry run of the real import."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.imports import listing_rows, order_rows
from clinics.imports.listings import import_listings, read_listings
from clinics.imports.orders import import_orders, read_orders
from clinics.imports.rows import Sheet
from clinics.imports.running import Report
from clinics.models import PendingSheet
from clinics.sheets import Column, WrongFile, from_upload

KEPT = datetime.timedelta(days=1)
MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 1_000
"""A page has to answer before its visitor and the server give up; commands take more."""


class AlreadyTaken(Exception):
    """The file was imported or forgotten in the meantime."""


@dataclass(frozen=True)
class Kind:
    read: Callable[..., Sheet]
    run: Callable[..., Report]
    columns: tuple[Column, ...]
    sample: dict[str, str]


KINDS = {
    PendingSheet.Kind.ORDERS.value: Kind(
        read_orders, import_orders, order_rows.COLUMNS, order_rows.SAMPLE
    ),
    PendingSheet.Kind.LISTINGS.value: Kind(
        read_listings, import_listings, listing_rows.COLUMNS, listing_rows.SAMPLE
    ),
}


@transaction.atomic
def keep_sheet(*, kind: str, file: Any, by: Any) -> PendingSheet:
    """Keep an uploaded file until its preview is decided; older ones are forgotten here."""
    PendingSheet.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return PendingSheet.objects.create(
        kind=kind, file_name=file.name[:200], content=file.read(), by=by
    )


def check_sheet(pending: PendingSheet) -> None:
    """Raise WrongFile for a file that cannot be read as a sheet of its kind."""
    files = from_upload(pending.file_name, bytes(pending.content))
    if len(KINDS[pending.kind].read(files).rows) > MOST_ROWS:
        raise WrongFile(
            _("More than %(most)d rows. Split the file, or use the command import_%(kind)s.")
            % {"most": MOST_ROWS, "kind": pending.kind}
        )


def preview(pending: PendingSheet) -> Report:
    """Run the import without writing. Raises WrongFile."""
    return _run(pending, dry_run=True)


@transaction.atomic
def confirm_sheet(*, pending: PendingSheet) -> Report:
    """Import the kept file once and forget it. Raises WrongFile and AlreadyTaken."""
    if not PendingSheet.objects.filter(pk=pending.pk).delete()[0]:
        raise AlreadyTaken
    return _run(pending, dry_run=False)


def _run(pending: PendingSheet, *, dry_run: bool) -> Report:
    files = from_upload(pending.file_name, bytes(pending.content))
    return KINDS[pending.kind].run(files, by=pending.by, dry_run=dry_run)
