"""The feed of changes: valid Atom, in both languages, of real listed clinics."""

import re

import pytest
import time_machine
from lxml import etree

from clinics import actions
from clinics.models import Clinic
from pages import feeds
from tests.factories import TreatmentFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def feed(client, address="/feeds/changes.atom"):
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def texts(element, name):
    return [found.text for found in element.findall(f"{ATOM}{name}")]


def test_it_is_valid_atom(client):
    for _n in range(3):
        TreatmentFactory()
    root = feed(client)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 3
    assert root.find(f"{ATOM}author/{ATOM}name").text
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            [text] = texts(element, name)
            assert text
        assert DATE.fullmatch(texts(element, "updated")[0])
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith("/feeds/changes.atom")
    ids = [texts(entry, "id")[0] for entry in entries]
    assert len(set(ids)) == 3
    assert texts(root, "updated") == [max(texts(entry, "updated")[0] for entry in entries)]


def test_it_speaks_the_language_of_its_address(client):
    clinic = TreatmentFactory(clinic__name_en="North Clinic").clinic
    english, japanese = feed(client), feed(client, "/ja/feeds/changes.atom")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (english.get(lang), japanese.get(lang)) == ("en", "ja")
    [entry] = english.findall(f"{ATOM}entry")
    assert "North Clinic" in texts(entry, "title")[0]
    [entry] = japanese.findall(f"{ATOM}entry")
    assert clinic.name_ja in texts(entry, "title")[0]
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/ja/clinics/{clinic.slug}/")
    assert texts(english, "id") != texts(japanese, "id")


def test_the_last_changes_come_newest_first(client, monkeypatch):
    monkeypatch.setattr(feeds, "LAST", 4)
    for number in range(6):
        with time_machine.travel(f"2027-01-0{number + 1}T00:00:00+00:00", tick=False):
            TreatmentFactory(clinic__name_en=f"N{number}")
    titles = [texts(entry, "title")[0] for entry in feed(client).findall(f"{ATOM}entry")]
    assert [title[:2] for title in titles] == ["N5", "N4", "N3", "N2"]


def test_only_real_listed_clinics_stand_in_it(client, settings):
    settings.DEMO = True
    TreatmentFactory(clinic__sample=True, is_sample=True)
    paused = TreatmentFactory().clinic
    Clinic.objects.filter(pk=paused.pk).update(status="paused")
    actions.public_change([paused.pk])
    assert feed(client).findall(f"{ATOM}entry") == []


def test_an_empty_feed_is_valid_and_the_same_all_day(client):
    with time_machine.travel("2026-11-20T01:00:00+00:00", tick=False):
        morning = client.get("/feeds/changes.atom")
    with time_machine.travel("2026-11-20T09:00:00+00:00", tick=False):
        evening = client.get("/feeds/changes.atom")
    assert morning.content == evening.content
    assert morning["ETag"] == evening["ETag"]
    assert DATE.fullmatch(texts(etree.fromstring(morning.content), "updated")[0])


def test_names_are_text_and_no_markup(client):
    TreatmentFactory(clinic__name_en="A <b>&amp; B]]>")
    [entry] = feed(client).findall(f"{ATOM}entry")
    assert texts(entry, "title")[0].startswith("A <b>&amp; B]]>")


def test_the_number_of_queries_does_not_grow(assert_same_queries):
    TreatmentFactory()

    def grow():
        for _n in range(6):
            TreatmentFactory()

    assert assert_same_queries("/feeds/changes.atom", grow) <= 2
