"""All addresses. English at /…, Japanese at /ja/…; machine addresses outside."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

# One list: each app brings its own addresses below /api/v1/.
API = [
    path("", include("clinics.api.urls")),
    path("", include("register.api_urls")),
    path("", include("guides.api_urls")),
]
urlpatterns = [
    path("", include("operations.urls")),
    path("", include("pages.machine_urls")),
    path("api/v1/", include(API)),
    path("open-data/", include("clinics.open_data")),
    path(settings.ADMIN_PATH, admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("operations.demo.urls")))
if settings.DEBUG or settings.TESTING:
    urlpatterns.append(path("ui/", include("ui.urls")))
urlpatterns += i18n_patterns(
    path("", include("clinics.urls")),
    path("", include("register.urls")),
    path("quotes/", include("quotes.urls")),
    path("reviews/", include("reviews.urls")),
    path("guides/", include("guides.urls")),
    path("feeds/", include("pages.feeds")),
    path("", include("pages.urls")),
    prefix_default_language=False,
)

handler400 = "ui.views.bad_request"
handler500 = "operations.errors.server_error"
