"""Everything that changes what we know of the ministry's list."""

from register.actions.deciding import AlreadyDecided, decide, decide_all
from register.actions.importing import Report, Shrunk, import_file, import_rows
from register.actions.undoing import CannotUndo, undo_import

__all__ = [
    "AlreadyDecided", "CannotUndo", "Report", "Shrunk", "decide", "decide_all", "import_file",
    "import_rows", "undo_import",
]  # fmt: skip
