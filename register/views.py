"""Check a clinic's name, a number or a whole advert."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from register.checking import check_text
from register.checking.limits import LONGEST_CLINIC, is_too_long


# Reads only and keeps nothing, so a forged POST can do no harm; long texts need POST.
@csrf_exempt
@sensitive_post_parameters()
def check(request: HttpRequest) -> HttpResponse:
    """Context: ``text`` as typed, ``checked`` (register.checking.Checked) or None, ``too_long``.

    GET ``q`` up to 1,000 characters, POST ``text`` up to 200 kB; above that status 413. With a
    lone number also GET ``clinic``: who gave it.
    """
    posted = request.method == "POST"
    text = request.POST.get("text", "") if posted else request.GET.get("q", "")
    clinic = "" if posted else request.GET.get("clinic", "")[:LONGEST_CLINIC]
    too_long = is_too_long(text, posted=posted)
    context = {
        "text": text,
        "clinic": clinic,
        "posted": posted,
        "too_long": too_long,
        "checked": check_text(text, clinic) if text.strip() and not too_long else None,
    }
    response = render(request, "register/check.html", context, status=413 if too_long else 200)
    if text:
        patch_cache_control(response, private=True, no_store=True)
    return response
