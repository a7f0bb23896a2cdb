"""Included under /api/v1/ (not translated: the language is the parameter ``lang``)."""

from django.urls import path

from clinics.api.schema import describe
from register import api, api_schema

app_name = "register_api"
urlpatterns = [path("check/", api.check, name="check")]

describe("/check/", api_schema.path_item())
