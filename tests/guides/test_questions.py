"""Questions to print: the same for all, and what one treatment leaves open."""

import pytest

from guides.data import read
from guides.picked_treatment import picked
from guides.tools.questions import FILE, groups, unknown_facts
from tests.factories import CellLabFactory, PriceSheetFactory, TreatmentFactory

pytestmark = pytest.mark.django_db


def test_every_question_stands_in_both_languages():
    data = read(FILE)
    for row in [*data["unknown"].values(), *(q for g in data["groups"] for q in g["questions"])]:
        assert row["en"].endswith("?") or "?" in row["en"], row
        assert row["ja"].endswith(("。", "か。")), row


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_sheet_holds_all_questions(client, prefix):
    page = client.get(f"{prefix}/guides/questions/").content.decode()
    assert page.count("<li>") >= sum(len(group.questions) for group in groups())
    assert page.count("<h1") == 1


def test_entry_of_the_list_leaves_most_open(client):
    entry = TreatmentFactory()
    facts = unknown_facts(picked(str(entry.pk)))
    assert {"number", "price", "committee", "duration", "how_studied", "languages"} <= set(facts)
    assert "product" not in facts
    page = client.get(f"/guides/questions/?treatment={entry.pk}").content.decode()
    assert "What does the whole course cost, with tax?" in page
    assert entry.clinic.get_absolute_url() in page
    assert "noindex" in page


def test_what_is_known_is_not_asked():
    full = TreatmentFactory(checked=True, how_studied="not_studied")
    full.cell_labs.add(CellLabFactory())
    PriceSheetFactory(
        treatment=full, includes=["tests"], extras=[["Visit", "初診", 11000]], days_in_japan=9,
        no_refund_after_en="x", no_refund_after_ja="x", cells_per_dose=10**8,
    )  # fmt: skip
    facts = set(unknown_facts(picked(str(full.pk))))
    assert facts.isdisjoint({"number", "price", "tax", "includes", "extras", "days_in_japan",
                             "no_refund_after", "cells_per_dose", "duration", "cell_labs",
                             "how_studied", "conditions"})  # fmt: skip


def test_price_noted_on_an_entry_is_not_taken_as_known():
    entry = TreatmentFactory()
    PriceSheetFactory(treatment=entry)
    assert "price" in unknown_facts(picked(str(entry.pk)))


def test_product_outside_the_law_is_not_asked_for_a_number():
    fluid = TreatmentFactory(asrm_class="outside", product="cell_free", origin="none")
    assert {"number", "committee", "cell_labs"}.isdisjoint(unknown_facts(picked(str(fluid.pk))))


@pytest.mark.parametrize("text", ["0", "9" * 40, "x", "", "-1"])
def test_unknown_treatment_gives_the_plain_sheet(client, text):
    response = client.get("/guides/questions/", {"treatment": text})
    assert response.status_code == 200
    assert response.context["open"] == []


def test_draft_is_not_shown(client):
    draft = TreatmentFactory(publication="draft", title_en="Secret draft")
    page = client.get(f"/guides/questions/?treatment={draft.pk}").content.decode()
    assert "Secret draft" not in page
