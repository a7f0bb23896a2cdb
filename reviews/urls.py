"""Addresses below /reviews/."""

from django.urls import path

from reviews.receipts import views as receipts
from reviews.replies import views as replies
from reviews.views import confirm, mine, read, report, write

app_name = "reviews"
urlpatterns = [
    path("new/", write.new, name="new"),
    path("new/<str:token>/", write.new_by_invitation, name="new_by_invitation"),
    path("confirm/<uuid:review_id>/", confirm.confirm, name="confirm"),
    path("confirm/<uuid:review_id>/new-code/", confirm.new_code, name="new_code"),
    path("thanks/", write.thanks, name="thanks"),
    path("mine/<str:token>/", mine.mine, name="mine"),
    path("mine/<str:token>/receipt/", receipts.receipt, name="receipt"),
    path("mine/<str:token>/receipt/delete/", receipts.take_back, name="receipt_take_back"),
    path("reply/<str:token>/", replies.reply, name="reply"),
    path("mine/<str:token>/change/", mine.edit, name="edit"),
    path("mine/<str:token>/appeal/", mine.appeal, name="appeal"),
    path("report/<uuid:review_id>/", report.report, name="report"),
    path("reported/", report.reported, name="reported"),
    path("erased/", mine.erased, name="erased"),
    path("policy/", read.policy, name="policy"),
]
