"""Read a sheet of official orders; numbers attach them, names wait for staff."""

from clinics.imports.command import SheetCommand
from clinics.imports.orders import import_orders


class Command(SheetCommand):
    help = "Read official orders from CSV or XLSX. Only numbers attach them to listings."
    run = staticmethod(import_orders)
