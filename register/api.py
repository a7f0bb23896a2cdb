"""The check for programs: /api/v1/check/. Nothing is stored, logged or kept by caches."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from clinics.api import errors, parameters
from register.checking import Checked, check_text
from register.checking.decoded import NumberFound
from register.checking.houses import ListRow
from register.checking.limits import is_too_long

PARAMETERS = ("text", "lang")
METHODS = ("GET", "HEAD", "POST")


# Reads only and sets no cookie, so a forged POST can do no harm; long texts need POST.
@csrf_exempt
@sensitive_post_parameters()
def check(request: HttpRequest) -> HttpResponse:
    """Return what ``check_text`` finds in ``text``; GET 1,000 characters, POST 200 kB."""
    if request.method not in METHODS:
        response: HttpResponse = errors.json({"error": _("Ask with GET or POST.")}, status=405)
        response["Allow"] = ", ".join(METHODS)
        return response
    data = request.GET.copy()
    data.update(request.POST)
    try:
        with translation.override(parameters.language(data)):
            response = _answer(data, posted=request.method == "POST")
    except errors.BadParameter as error:
        response = errors.answer(error)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _answer(data: QueryDict, *, posted: bool) -> HttpResponse:
    try:
        parameters.only(data, PARAMETERS)
        parameters.once(data, "text")
        text = data.get("text", "")
        if not text.strip():
            raise errors.BadParameter("text", [], _("Give a name, a number or an advert as text."))
    except errors.BadParameter as error:
        return errors.answer(error)
    if is_too_long(text, posted=posted):
        return errors.json({"error": _too_long(posted=posted)}, status=413)
    return errors.json(as_json(check_text(text)))


def _too_long(*, posted: bool) -> str:
    if posted:
        return _("This text is too long: at most 200 kB.")
    return _("This text is too long: at most 1,000 characters, or 200 kB with POST.")


def as_json(checked: Checked) -> dict[str, Any]:
    """Return the shape that outside programs rely on (see /api/v1/schema/)."""
    source = checked.snapshot
    return {
        "numbers": [_number(found) for found in checked.numbers],
        "entries": [_row(row) for house in checked.names for row in house.rows],
        "phrases": [{"text": phrase.text, "why": phrase.why} for phrase in checked.phrases],
        "snapshot": {
            "date": source.seen_on.isoformat() if source else None,
            "source": (source.url or source.title) if source else None,
            "complete": checked.list_read.is_complete,
        },
    }


def _number(found: NumberFound) -> dict[str, Any]:
    number = found.number
    return {
        "as_written": number.as_written,
        "canonical": number.canonical,
        "kind": number.kind,
        "class": number.asrm_class,
        "bureau": number.bureau,
        "year": number.year,
        "serial": number.serial,
        "notes": found.notes,
        "listing": _absolute(found.url),
    }


def _row(row: ListRow) -> dict[str, Any]:
    return {
        "list_class": row.list_class,
        "institution": row.institution,
        "prefecture": row.prefecture or None,
        "title": row.title_ja,
        "last_seen": row.last_seen.isoformat(),
        "gone_on": row.gone_on.isoformat() if row.gone_on else None,
        "listing": _absolute(row.url),
    }


def _absolute(url: str) -> str | None:
    return f"{settings.SITE_URL}{url}" if url else None
