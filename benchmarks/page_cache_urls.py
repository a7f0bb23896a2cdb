"""The site's addresses and one view that answers nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, urlpatterns

__all__ = ["handler400", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), *urlpatterns]
