from django.urls import path

from clinics import views

app_name = "clinics"
urlpatterns = [
    path("clinics/", views.clinic_list, name="list"),
    path("clinics/suggest/", views.clinic_suggest, name="suggest"),
    path("clinics/suggestion/<uuid:pk>/", views.suggestion, name="suggestion"),
    path("clinics/<slug:slug>/correct/", views.clinic_correct, name="correct"),
]
