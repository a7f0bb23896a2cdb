"""Included by pages.urls: `pages:about_money` and its sisters."""

from django.urls import path

from pages.about.trust import trust_page
from pages.about.views import about_page

SLUGS = ("money", "order", "how-we-check", "privacy", "terms", "accessibility", "contact")
urlpatterns = [
    path(f"about/{slug}/", about_page, {"slug": slug}, name=f"about_{slug.replace('-', '_')}")
    for slug in SLUGS
]
# Not a text but the results of our tests.
urlpatterns.append(path("about/trust/", trust_page, name="about_trust"))
