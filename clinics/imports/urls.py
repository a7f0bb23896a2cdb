"""Staff addresses below /admin/sheets/."""

from django.urls import path

from clinics.imports import views

urlpatterns = [
    path("drafts/", views.draft_queue, name="sheet_drafts"),
    path("waiting/<int:pk>/", views.sheet_preview, name="sheet_preview"),
    path("<slug:kind>/", views.sheet_import, name="sheet_import"),
    path("<slug:kind>/template.csv", views.sheet_template, name="sheet_template"),
]
