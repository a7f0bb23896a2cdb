from django.urls import path

from guides import report_views, tool_views, views
from guides.claims import views as claims
from guides.journey import views as journey

app_name = "guides"
urlpatterns = [
    path("", views.guide_index, name="index"),
    path("<slug:slug>/report/", report_views.report, name="report"),
    path("claims/", claims.claim_index, name="claims"),
    path("claims/<slug:slug>/", claims.claim_page, name="claim"),
    path("glossary/", tool_views.glossary, name="glossary"),
    path("journey/", journey.journey, name="journey"),
    path("questions/", tool_views.questions, name="questions"),
    path("units/", tool_views.units, name="units"),
    path("report/sent/<uuid:pk>/", report_views.report_sent, name="report_sent"),
    path("<slug:slug>/", views.guide_page, name="page"),
]
