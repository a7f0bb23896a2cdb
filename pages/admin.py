"""The preview of a listing in the admin."""

from django.urls import path

from pages import desk
from staff.admin_views import register_admin_urls

register_admin_urls("preview", [path("<int:pk>/", desk.preview, name="listing_preview")])
