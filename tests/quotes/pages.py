"""Walks through the pages that several tests need."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from clinics.models import Treatment
from quotes.links import CLINIC, PATIENT
from quotes.models import QuoteRequest, Recipient
from trust import links
from trust.forms import stamp

TYPED = {
    "condition": "t2d",
    "for_whom": "myself",
    "country": "PH",
    "languages": ["en", "fil"],
    "email": "anna@example.org",
    "message": "How much is it?\nAnd how long?",
    "hba1c": "8.2",
    "hba1c_unit": "percent",
    "c_peptide": "",
    "c_peptide_unit": "not_tested",
    "medicines": ["tablets"],
    "age_band": "50",
    "when": "soon",
    "budget": "3000",
}


def hidden(html: str) -> dict[str, list[str]]:
    """Return the hidden fields of the page's last form."""
    form = html[html.rindex("<form") :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        found.setdefault(name, []).append(value[1] if value else "")
    found.pop("csrfmiddlewaretoken", None)
    return found


def open_page_one(client: Client, *treatments: Treatment) -> dict[str, Any]:
    """Return the hidden fields of page 1, opened long enough ago."""
    query = "&".join(f"treatment={item.pk}" for item in treatments)
    html = client.get(f"/quotes/request/?{query}").content.decode()
    opened = stamp(timezone.now() - timedelta(seconds=30))
    return {**hidden(html[: html.rindex("</main>")]), "opened_at": opened}


def page_two(client: Client, *treatments: Treatment, **typed: Any):
    """Fill in page 1 and return the answer to its button."""
    data = {**open_page_one(client, *treatments), **TYPED, **typed}
    return client.post("/quotes/request/check/", data)


def send(client: Client, *treatments: Treatment, ticked: bool = True, **typed: Any):
    """Go through both pages; return the answer to the send button."""
    html = page_two(client, *treatments, **typed).content.decode()
    data: dict[str, Any] = {**hidden(html[: html.rindex("</main>")]), "send": "1"}
    if ticked:
        data |= {"keep": "on", **{f"send_{item.clinic_id}": "on" for item in treatments}}
    return client.post("/quotes/request/check/", data)


def as_patient(request: QuoteRequest) -> Client:
    """A browser that opened the private link."""
    client = Client()
    link = links.current(purpose=PATIENT, object_id=request.pk)
    assert client.get(f"/quotes/r/{link.token}/").status_code == 302
    return client


def clinic_path(recipient: Recipient) -> str:
    link = links.current(purpose=CLINIC, object_id=recipient.pk)
    return f"/ja/quotes/clinic/{link.token}/"
