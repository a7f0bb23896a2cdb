"""Addresses of the desk below the admin's /reviews/."""

from django.urls import path

from reviews.desk import appeals, bursts, complications, reports, views

urlpatterns = [
    path("queue/", views.queue, name="reviews_queue"),
    path("case/<uuid:review_id>/", views.case, name="reviews_case"),
    path("case/<uuid:review_id>/publish/", views.publish, name="reviews_publish"),
    path("case/<uuid:review_id>/refuse/", views.refuse, name="reviews_refuse"),
    path("burst/<int:clinic_id>/", bursts.burst, name="reviews_burst"),
    path("burst/<int:clinic_id>/release/", bursts.release, name="reviews_burst_release"),
    path("appeals/", appeals.queue, name="reviews_appeals"),
    path("appeals/<uuid:appeal_id>/", appeals.case, name="reviews_appeal"),
    path("appeals/<uuid:appeal_id>/decide/", appeals.decide, name="reviews_appeal_decide"),
    path("reports/", reports.queue, name="reviews_reports"),
    path("reports/<uuid:review_id>/", reports.case, name="reviews_report"),
    path("reports/<uuid:review_id>/keep/", reports.keep, name="reviews_keep"),
    path("reports/<uuid:review_id>/remove/", reports.remove, name="reviews_remove"),
    path("complications/", complications.queue, name="reviews_complications"),
    path("complications/<uuid:review_id>/", complications.case, name="reviews_complication"),
    path(
        "complications/<uuid:review_id>/close/",
        complications.close,
        name="reviews_complication_close",
    ),
]
