"""The treatment a tool was opened for: `?treatment=ID`, never part of a guide's text."""

from clinics.models import Treatment

HIGHEST = 2**63 - 1


def picked(text: str) -> Treatment | None:
    """Return the listed treatment with all that a page shows; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= HIGHEST):
        return None
    found = Treatment.objects.listed().for_page().select_related("clinic")
    return found.prefetch_related("cell_labs", "clinic__languages").filter(pk=int(text)).first()
