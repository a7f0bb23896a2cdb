"""Addresses for programs: sitemap, robots, security contact. Not translated."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from pages import machine
from pages.sitemaps import SITEMAPS

urlpatterns = [
    path(
        "sitemap.xml",
        index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("robots.txt", machine.robots, name="robots"),
    path(".well-known/security.txt", machine.security, name="security"),
]
