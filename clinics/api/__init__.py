"""The catalogue for programs: JSON under /api/v1/, and what open data and feeds share with it.

Used by outside programs, ``clinics.open_data`` and ``pages.feeds``. Promises: only real, listed
rows; every field is described in ``fields`` and printed by /api/v1/schema/.
"""
