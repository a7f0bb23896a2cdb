"""The gallery; config/urls.py includes this only in development and tests."""

from django.urls import path

from ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
