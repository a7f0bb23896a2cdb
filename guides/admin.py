"""Reports on guides in the admin."""

from django.urls import path

from guides import desk
from staff.admin_views import register_admin_urls

register_admin_urls(
    "guides",
    [
        path("reports/", desk.report_queue, name="guide_reports"),
        path("reports/<uuid:pk>/", desk.report_decide, name="guide_report"),
    ],
)
