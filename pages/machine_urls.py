"""Addresses for programs: sitemap, robots, security contact. Not translated."""

urlpatterns: list = []
