"""Addresses that only the tests of this app have."""

from django import forms
from django.contrib.sessions.models import Session
from django.db import DataError, connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone

from trust import limits
from trust.middleware import writes_on_get
from trust.models import JobRun
from trust.never_stored import never_stored
from trust.same_origin import same_origin_post


def page(request, token="", number=0):
    return HttpResponse(request.POST.get("text", "ok"))


def write(request):
    job, _ = JobRun.objects.get_or_create(name="from GET")
    return HttpResponse(job.name)


@writes_on_get("shows that it may")
def allowed_write(request):
    return write(request)


def change(request):
    JobRun.objects.update(last_result="x")
    return HttpResponse()


def remove(request):
    JobRun.objects.all().delete()
    return HttpResponse()


def behind_with(request):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH x AS (SELECT 1) INSERT INTO trust_jobrun (name, last_result) SELECT 'w', '' FROM x"
        )
    return HttpResponse()


def machinery(request):
    limits.allow("search", "k", limit=9, seconds=60)
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("WITH x AS (SELECT 1) SELECT * FROM x")
    return HttpResponse(request.session.get("nothing", "read"))


def database_refuses(request):
    raise DataError("canary value out of range")


def find(request):
    return HttpResponse(JobRun.objects.filter(name=request.GET.get("unchecked", chr(0))).count())


def too_big(request):
    raise OverflowError("Python int too large")


def no_text(request):
    "\ud800".encode()


def broken(request, token=""):
    raise ValueError(f"canary {request.path}")


def own_policy(request):
    return HttpResponse(headers={"Content-Security-Policy": "sandbox; default-src 'none'"})


@never_stored
def private(request):
    return HttpResponse(
        f'<form method="post"><input type="hidden" name="csrfmiddlewaretoken" '
        f'value="{get_token(request)}"><button>Send</button></form>{request.method}'
    )


@same_origin_post
def shortlist(request):
    return HttpResponse("added")


class UploadForm(forms.Form):
    file = forms.FileField()


def upload(request):
    return HttpResponse(str(UploadForm(request.POST, request.FILES).is_valid()))


urlpatterns = [
    path("", page, name="page"),
    path("link/<str:token>/", page, name="secret-page"),
    path("write/", write),
    path("allowed/", allowed_write),
    path("change/", change),
    path("remove/", remove),
    path("with/", behind_with),
    path("machinery/", machinery),
    path("admin/write/", write),
    path("data-error/", database_refuses, name="refusing"),
    path("find/", find),
    path("too-big/", too_big),
    path("no-text/", no_text),
    path("broken/<str:token>/", broken, name="broken"),
    path("own-policy/", own_policy),
    path("private/", private),
    path("shortlist/", shortlist),
    path("upload/", upload),
]
