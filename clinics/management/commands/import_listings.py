"""Read the operator's own sheet into drafts and list entries being checked."""

from clinics.imports.command import SheetCommand
from clinics.imports.listings import import_listings


class Command(SheetCommand):
    help = "Read treatments, numbers and prices from CSV or XLSX. Publishes nothing."
    run = staticmethod(import_listings)
