from django.urls import path

from clinics import views
from clinics.comparing.views import compare
from clinics.shortlists.views import shortlist

app_name = "clinics"
urlpatterns = [
    path("clinics/", views.clinic_list, name="list"),
    path("clinics/suggest/", views.clinic_suggest, name="suggest"),
    path("clinics/suggestion/<uuid:pk>/", views.suggestion, name="suggestion"),
    path("compare/", compare, name="compare"),
    path("shortlist/", shortlist, name="shortlist"),
    path("clinics/<slug:slug>/correct/", views.clinic_correct, name="correct"),
]
