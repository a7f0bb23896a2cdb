"""Searches that found nothing, counted for staff by the filters in use; never by person.

Used by ``clinics.views`` and the Today page. Promises: no words that were typed, no address, no
time finer than the day; a page that is read never waits for the count.
"""

from clinics.gaps.buffer import note_gap

__all__ = ["note_gap"]
