"""The claims we checked: all of them, and a page each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.page_cache import cached_page
from guides.claims.reading import all_claims, claim
from guides.claims.verdicts import MEANING, THEMES, VERDICTS
from guides.glossary.marking import mark
from guides.loader import active_language, all_guides


@require_safe
@cached_page()
def claim_index(request: HttpRequest) -> HttpResponse:
    """Context: ``themes`` [(id, title, claims)], ``verdicts`` [(id, label, meaning, count)]."""
    language = active_language()
    claims = all_claims(language)
    context = {
        "themes": [
            (theme, words[language], [one for one in claims if one.theme == theme])
            for theme, words in THEMES.items()
        ],
        "verdicts": [
            (name, words[language], MEANING[name][language],
             sum(one.verdict == name for one in claims))
            for name, words in VERDICTS.items()
        ],
        "count": len(claims),
    }  # fmt: skip
    return render(request, "guides/claims.html", context)


@require_safe
@cached_page()
def claim_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Context: ``claim``, ``why`` and ``say`` (safe HTML), ``guides`` that tell more."""
    language = active_language()
    found = claim(slug, language)
    if found is None:
        raise Http404(_("We have no claim at this address."))
    context = {
        "claim": found,
        "why": mark_safe(mark(found.why, language)),  # noqa: S308 - sanitised Markdown
        "say": mark_safe(found.say_html),  # noqa: S308 - the same
        "guides": [guide for guide in all_guides(language) if guide.slug in found.guides],
    }
    return render(request, "guides/claim.html", context)
