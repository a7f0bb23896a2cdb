"""Addresses for programs: sitemap, robots, security contact. Not translated."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from pages import machine
from pages.sitemaps import SITEMAPS

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", machine.robots, name="robots"),
    path(".well-known/security.txt", machine.security, name="security"),
]
