"""The strictness of tests/plugins bites, and only where it should."""

import socket

import pytest
from django.contrib.auth import get_user_model
from django.template import engines
from django.template.base import Origin
from django.template.loader import render_to_string

from tests.plugins.network import NetworkRefused
from tests.plugins.query_sets import UnorderedSlice
from tests.plugins.template_variables import TEMPLATES, UnknownTemplateVariable


def ours(source: str):
    engine = engines["django"].engine
    from django.template import Template

    return Template(source, origin=Origin(str(TEMPLATES / "x.html"), "x.html"), engine=engine)


def render(source: str, **values) -> str:
    from django.template import Context

    return ours(source).render(Context(values))


def test_another_computer_cannot_be_reached():
    with pytest.raises(NetworkRefused), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))


def test_an_unknown_variable_in_our_template_fails():
    with pytest.raises(UnknownTemplateVariable, match=r"x\.html.*nobody"):
        render("{{ nobody }}")


def test_an_unknown_attribute_in_our_template_fails():
    with pytest.raises(UnknownTemplateVariable):
        render("{{ row.nothing|upper }}", row={"a": 1})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{{ nobody|default:"x" }}', "x"),
        ("{% if nobody %}x{% endif %}", ""),
        ("{{ empty }}", ""),
        ("{{ none }}", "None"),
    ],
)
def test_what_is_optional_or_empty_passes(source, expected):
    assert render(source, empty="", none=None) == expected


def test_a_foreign_template_may_leave_variables_out():
    assert "submit" in render_to_string("admin/submit_line.html", {"show_save": True})


@pytest.mark.django_db
def test_a_slice_without_order_fails():
    with pytest.raises(UnorderedSlice):
        list(get_user_model().objects.order_by()[:3])


@pytest.mark.django_db
def test_a_slice_with_order_passes():
    assert list(get_user_model().objects.order_by("pk")[:3]) == []
