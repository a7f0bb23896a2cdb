"""Tables out of the files people save: CSV, web pages and spreadsheets, alone or in a ZIP.

Used by every import. Knows nothing of what the columns mean; a file that cannot be read raises
``WrongFile`` with words for the person who chose it.
"""

from clinics.sheets.columns import Column, find_columns, plain_header
from clinics.sheets.files import SavedFile, collect, digest, from_upload
from clinics.sheets.tables import Line, Table, tables
from clinics.sheets.wrong import WrongFile

__all__ = [
    "Column", "Line", "SavedFile", "Table", "WrongFile", "collect", "digest", "find_columns",
    "from_upload", "plain_header", "tables",
]  # fmt: skip
