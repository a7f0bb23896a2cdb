"""Small makers for the tests of listings, and what a browser sends from staff pages."""

import uuid

from django.contrib.auth.models import Group

from clinics.models import Suggestion
from tests.factories import ClinicFactory, UserFactory


def verifier():
    """Somebody who may be the second person."""
    user = UserFactory()
    user.groups.add(Group.objects.get_or_create(name="verifier")[0])
    return user


def suggestion(**values) -> Suggestion:
    values = {
        "kind": "correction",
        "text": "The price is old.",
        "idempotency_key": uuid.uuid4(),
    } | values
    values.setdefault("clinic", ClinicFactory())
    return Suggestion.objects.create(**values)


def facts(**changes):
    values = {
        "url": "https://clinic.example.org/t2d", "seen_on": "2026-11-01",
        "number": "ＰＢ－３２５０１２３", "asrm_class": "2", "title_ja": "2型糖尿病の治療",
        "product": "fat_msc", "origin": "own", "conditions": ["t2d"], "visits": "3",
        "duration_en": "3 visits", "duration_ja": "通院3回", "risks_en": "Fever.",
        "risks_ja": "発熱。", "how_studied": "not_looked_up", "price-jpy_min": "2420000",
        "price-jpy_max": "2420000", "price-total_min": "2450000", "price-total_max": "2450000",
        "price-tax": "included", "price-basis": "dose", "price-doses": "1",
        "price-valid_from": "2026-11-01",
    }  # fmt: skip
    return values | changes


def admin_form(client, address):
    """Return what a browser would send back from a stock admin page."""
    page = client.get(address)
    data = {}
    form = page.context["adminform"].form
    for name in form.fields:
        value = form[name].value()
        data[name] = "" if value is None else value
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data


def check_form(client, treatment) -> dict:
    """Return what a browser sends from the check page when nothing is changed."""
    context = client.get(f"/admin/listings/{treatment.pk}/").context
    data = {}
    for form in (context["source_form"], context["form"], context["price_form"]):
        for field in form:
            value = field.value()
            if value not in (None, False, ""):
                data[field.html_name] = value.isoformat() if hasattr(value, "isoformat") else value
    return data
