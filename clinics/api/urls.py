"""Included under /api/v1/ (not translated: the language is the parameter ``lang``)."""

from django.urls import path

from clinics.api import views

app_name = "api"
urlpatterns = [
    path("clinics/", views.clinics, name="clinics"),
    path("facets/", views.facets, name="facets"),
    path("treatments/<int:pk>/", views.treatment, name="treatment"),
    path("changes/", views.changes, name="changes"),
    path("schema/", views.schema_document, name="schema"),
]
