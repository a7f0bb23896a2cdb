"""What must be true of quote requests at any time."""

from operations.verify import register_check
from quotes import retention
from quotes.models import RecordFile
from trust.uploads import files


def deleted_on_time() -> list[str]:
    """Nothing is left that the nightly job should have deleted."""
    return [
        f"{name}: {count} rows past their day (manage.py purge_quotes --dry-run tells more)"
        for name, count in retention.left_behind().items()
    ]


def files_behind_rows() -> list[str]:
    """Each row that says a file is there has one that opens."""
    problems = []
    for file in RecordFile.objects.held().only("pk", "stored").order_by("pk").iterator():
        try:
            files.get(file.stored, file.context)
        except Exception as error:  # missing, changed, or another key
            problems.append(f"file {file.pk}: {type(error).__name__}")
    return problems


def register() -> None:
    register_check("quotes: deleted on time", deleted_on_time)
    register_check("quotes: files behind rows", files_behind_rows)
