"""Claims as open data."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import translation

from clinics.api import parameters
from clinics.api.answers import open_answer
from clinics.api.errors import json
from guides.claims.reading import Claim, all_claims
from guides.claims.verdicts import VERDICTS


@open_answer(parameters.language_only)
def claims(request: HttpRequest, asked: None) -> JsonResponse:
    """{"count", "verdicts": {code: label}, "results": [claim in the language of ``lang``]}."""
    language = translation.get_language() or "en"
    found = all_claims(language)
    return json(
        {
            "count": len(found),
            "verdicts": {code: words[language] for code, words in VERDICTS.items()},
            "clinical_reviewer": None,
            "results": [_row(claim) for claim in found],
        }
    )


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "theme": claim.theme,
        "claim": claim.claim,
        "verdict": claim.verdict,
        "why": claim.why_text,
        "say": claim.say,
        "checked_on": claim.checked.isoformat(),
        "url": f"{settings.SITE_URL}{reverse('guides:claim', args=[claim.id])}",
        "sources": [
            {
                "title": source.title,
                "url": f"{settings.SITE_URL}{source.url}" if source.url.startswith("/") else source.url,
                "kind": source.kind,
                "dated": source.dated or None,
                "opened": source.opened or None,
                "study": asdict(source.study) if source.study else None,
            }
            for source in claim.sources
        ],
    }  # fmt: skip
