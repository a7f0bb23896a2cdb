"""The reviews of one clinic, below /clinics/; included at the root, without a namespace."""

from django.urls import path

from reviews.views import read

urlpatterns = [
    path("clinics/<slug:slug>/reviews/", read.clinic_reviews, name="clinic_reviews"),
]
