"""Live values for the placeholders of the about pages: who runs this site, what it keeps, what is old."""

from django.conf import settings
from django.template.loader import render_to_string

from pages.about.retention import erasures, retention_rows

FUNDING_NOT_STATED = {
    "en": "The operator has not stated here who pays its costs. You can ask at the address above.",
    "ja": "運営者は、費用をだれが出しているかをまだここに書いていません。上の連絡先にお尋ねください。",
}


def live_values(language: str) -> dict[str, str]:
    """Return {placeholder: text or safe HTML} for one language."""
    return {
        "list_stale_days": str(settings.LIST_STALE_DAYS),
        "price_stale_days": str(settings.PRICE_STALE_DAYS),
        "operator_name": settings.OPERATOR_NAME,
        "operator_address": settings.OPERATOR_ADDRESS,
        "operator_email": render_to_string(
            "pages/about/mail_link.html", {"address": settings.OPERATOR_EMAIL}
        ),
        "funding": getattr(settings, "OPERATOR_FUNDING", "") or FUNDING_NOT_STATED[language],
        "erasures": erasures(language),
        "retention_table": render_to_string(
            "pages/about/retention_table.html", {"rows": retention_rows(language)}
        ),
    }
