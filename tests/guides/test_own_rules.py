"""What the guides say about this site must be what the site does."""

import csv
import re
import unicodedata

import pytest
from django.conf import settings

from clinics.checks import RULES
from clinics.desk.queues import recheck_after
from clinics.models import Finding
from guides import loader
from guides.placeholders import names
from guides.values import live_values

SAMPLE = settings.BASE_DIR / "register" / "data" / "ministry_list_sample.csv"


@pytest.mark.parametrize(("prefix", "words"), [("", "after 33 days"), ("/ja", "確認してから33日")])
def test_guide_names_the_age_at_which_a_check_counts_as_old(client, settings, prefix, words):
    settings.PRICE_STALE_DAYS = 33
    assert recheck_after().days == 33
    assert words in client.get(f"{prefix}/guides/how-we-check/").content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_guides_ask_only_for_values_that_are_given(language):
    for guide in loader.all_guides(language):
        assert names(guide.html) <= set(live_values()), guide.slug


def test_contradictions_the_guide_names_stop_a_listing():
    severities = {rule.code: rule.severity for rule in RULES}
    assert severities["donor_class"] == severities["cell_free"] == Finding.Severity.ERROR


@pytest.mark.parametrize("language", ["en", "ja"])
def test_guides_tell_of_harm_without_naming_a_clinic(language):
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = {unicodedata.normalize("NFKC", row["facility"]) for row in csv.DictReader(file)}
    # The last word is the institution's own name; a short one may be a place.
    names = {name for row in rows if len(name := row.split()[-1]) >= 5 and not name.isascii()}
    assert len(names) > 200
    for guide in loader.all_guides(language):
        text = unicodedata.normalize("NFKC", re.sub(r"<[^>]*>", "", guide.html))
        assert not [name for name in names if name in text], guide.slug
        assert not re.search(r"[ァ-ヶー一-龠]クリニック|[A-Z]\w+ (Clinic|CLINIC)", text), guide.slug
