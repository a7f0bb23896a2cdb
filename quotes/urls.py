"""Addresses of patients and clinics, below /quotes/. Staff pages stand in quotes/admin.py."""

from django.urls import path

from quotes.clinic import views as clinic
from quotes.patient import papers, records
from quotes.patient import views as patient
from quotes.patient.export import export
from quotes.request import link_views, views

app_name = "quotes"
urlpatterns = [
    path("request/", views.request_question, name="request"),
    path("request/check/", views.request_check, name="request_check"),
    path("request/sent/", views.request_sent, name="request_sent"),
    path("confirm/<str:token>/", link_views.confirm, name="confirm"),
    path("track/", link_views.track, name="track"),
    path("r/<str:token>/", link_views.open_link, name="link"),
    path("r/<str:token>/extend/", link_views.extend_link, name="extend_link"),
    path("wish/<int:pk>/", link_views.wish, name="wish"),
    path("wished/<int:pk>/", link_views.wished, name="wished"),
    path("mine/", patient.mine, name="mine"),
    path("mine/answer/<uuid:pk>/choose/", patient.choose, name="choose"),
    path("mine/answer/<uuid:pk>/not-this-one/", patient.not_this_one, name="not_this_one"),
    path("mine/clinic/<uuid:pk>/allow/", patient.allow, name="allow"),
    path("mine/clinic/<uuid:pk>/reply/", patient.reply, name="reply"),
    path("mine/clinic/<uuid:pk>/withdraw/", patient.withdraw_clinic, name="withdraw_clinic"),
    path("mine/reply/", patient.reply, name="reply_staff"),
    path("mine/withdraw/", patient.withdraw, name="withdraw"),
    path("mine/erase/", patient.erase, name="erase"),
    path("mine/extend/", patient.extend, name="extend"),
    path("mine/new-link/", patient.new_link, name="new_link"),
    path("mine/papers/<uuid:pk>/", records.send_file, name="send_file"),
    path("mine/file/<uuid:pk>/", records.read_file, name="read_file"),
    path("mine/file/<uuid:pk>/delete/", records.delete_file, name="delete_file"),
    path("mine/treated/", patient.treated, name="treated"),
    path("mine/share/", patient.share, name="share"),
    path("mine/stop-sharing/", patient.unshare, name="unshare"),
    path("mine/export/", export, name="export"),
    path("mine/print/", papers.print_answers, name="print_answers"),
    path("mine/dossier/", papers.dossier, name="dossier"),
    path("mine/leave/", patient.leave, name="leave"),
    path("erased/", patient.erased, name="erased"),
    path("clinic/done/", clinic.clinic_done, name="clinic_done"),
    path("clinic/<str:token>/file/<uuid:pk>/", clinic.file, name="clinic_file"),
    path("clinic/<str:token>/", clinic.answer_page, name="clinic_answer"),
]
