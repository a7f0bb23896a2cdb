"""Addresses of the demonstration; included under /demo/ only when DEMO is on."""

from django.urls import path

from operations.demo import views

app_name = "demo"
urlpatterns = [
    path("staff/", views.staff, name="staff"),
    path("mail/", views.mail_list, name="mail"),
    path("mail/<slug:name>/", views.mail_message, name="mail_message"),
]
