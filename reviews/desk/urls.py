"""Addresses of the desk below the admin's /reviews/."""

from django.urls import path

from reviews.desk import views

urlpatterns = [
    path("queue/", views.queue, name="reviews_queue"),
    path("case/<uuid:review_id>/", views.case, name="reviews_case"),
    path("case/<uuid:review_id>/publish/", views.publish, name="reviews_publish"),
    path("case/<uuid:review_id>/refuse/", views.refuse, name="reviews_refuse"),
]
