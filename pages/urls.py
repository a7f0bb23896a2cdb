from django.urls import path

from pages import views
from pages.about.urls import urlpatterns as about_urls
from reviews.clinic_urls import urlpatterns as review_urls

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("clinics/<slug:slug>/", views.clinic_page, name="clinic"),
    *about_urls,
    *review_urls,
]
