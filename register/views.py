"""Check a clinic's name, a number or a whole advert."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from register.checking import check_text

LONGEST_QUERY = 1_000
LONGEST_TEXT = 200_000


# Reads only and keeps nothing, so a forged POST can do no harm; long texts need POST.
@csrf_exempt
@sensitive_post_parameters()
def check(request: HttpRequest) -> HttpResponse:
    """Context: ``text`` as typed, ``checked`` (register.checking.Checked) or None, ``too_long``.

    GET ``q`` up to 1,000 characters, POST ``text`` up to 200 kB; above that status 413.
    """
    if request.method == "POST":
        text, most = request.POST.get("text", ""), LONGEST_TEXT
    else:
        text, most = request.GET.get("q", ""), LONGEST_QUERY
    too_long = len(text.encode("utf-8", "replace")) > most
    checked = check_text(text) if text.strip() and not too_long else None
    context = {"text": text, "checked": checked, "too_long": too_long, "most": most}
    return render(request, "register/check.html", context, status=413 if too_long else 200)
