"""What readers say about the guides, invented."""

import uuid

from guides import actions

REPORTS = (
    ("classes", "", "en", "The page says middle class. Is that not a grade? (Sample)"),
    ("claims", "two-visits", "ja", "(見本)通院の間隔が、私の聞いた説明と違います。"),
)


def make_page_reports() -> None:
    for page, part, language, text in REPORTS:
        actions.send_report(
            idempotency_key=uuid.uuid4(), page=page, part=part, language=language, text=text,
            is_sample=True,
        )  # fmt: skip
