"""Included under /api/v1/ (not translated: the language is the parameter ``lang``)."""

from django.urls import path

from clinics.api.schema import describe
from guides import api, api_schema

app_name = "guides_api"
urlpatterns = [path("claims/", api.claims, name="claims")]

describe("/claims/", api_schema.path_item())
