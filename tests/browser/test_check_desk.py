"""How many presses a listing costs: counted, printed, and held to the target."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from clinics.actions import wish_price
from clinics.models import RiskPhrase, Treatment
from tests.factories import ClinicFactory, TreatmentFactory
from tests.staff.factories import PASSWORD, code_of, make_staff

MOST_FIRST, MOST_NEXT = 18, 6
PAGE = """第二種再生医療等提供計画番号：PB5230079（点滴）、PB5230080（関節）
自己脂肪由来幹細胞 点滴 1回 2億個　２，４２０，０００円（税込）
通院回数：3回　治療期間は約4〜6週間です。初診料 3,300円　英語対応可能。
"""


class Counted:
    """A page on which each click, typed field and pasted text counts as one action."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, name: str) -> None:
        self.count += 1
        self.page.get_by_role("button", name=name).first.click()

    def type(self, name: str, text: str) -> None:
        self.count += 1
        self.page.locator(f"[name={name}]").fill(text)


@pytest.fixture
def clinic(db):
    call_command("sync_roles", verbosity=0)
    RiskPhrase.objects.create(
        product="fat_msc", route="", risks_en="Fever and infection.", risks_ja="発熱、感染。"
    )
    clinic = ClinicFactory(prefecture="JP-27")
    for title, route in (("点滴", "iv"), ("関節内投与", "intra_articular")):
        entry = TreatmentFactory(
            clinic=clinic, title_ja=f"自己脂肪由来幹細胞の{title}", product="fat_msc", origin="own",
            route=route, asrm_class="2", risks_en="", risks_ja="", number="",
        )  # fmt: skip
    wish_price(treatment=Treatment.objects.order_by("pk")[0])
    assert entry.clinic == clinic
    return clinic


def sign_in(page: Page, url: str) -> None:
    staff = make_staff("listing editor")
    page.goto(f"{url}/admin/")
    page.get_by_label("User name").fill(staff.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code").fill(code_of(staff))
    page.get_by_role("button", name="Sign in").click()


def test_a_listing_costs_few_presses_and_the_next_one_fewer(page, live_server, clinic, mishaps):
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/listings/wanted/")
    first = Counted(page)
    first.press("Check")
    first.type("url", "https://clinic.example.org/plan")
    first.type("page_text", PAGE)
    first.press("Read the text")
    first.press("Accept all")
    expect(page.locator("#gate")).to_contain_text("missing")
    first.press("Publish and next")
    expect(page.get_by_text("Live. Here is the next one.")).to_be_visible()

    following = Counted(page)
    following.press("Accept all")
    following.press("Publish and next")
    expect(page.get_by_text("Live. Nothing is left in this queue.")).to_be_visible()
    print(f"check desk: first treatment {first.count} actions, next one {following.count}")
    assert first.count <= MOST_FIRST
    assert following.count <= MOST_NEXT
    live = Treatment.objects.filter(level="checked", publication="published").order_by("pk")
    assert [treatment.number for treatment in live] == ["PB5230079", "PB5230080"]
    assert {treatment.source_id for treatment in live} == {live[0].source_id}


def test_the_gate_line_follows_what_is_typed(page, live_server, clinic, mishaps):
    sign_in(page, live_server.url)
    entry = Treatment.objects.order_by("pk")[0]
    page.goto(f"{live_server.url}/admin/listings/{entry.pk}/")
    page.locator("[name=url]").fill("https://clinic.example.org/plan")
    page.locator("[name=visits]").fill("3")
    page.locator("[name=visits]").blur()
    expect(page.locator("#gate")).to_contain_text("With what is typed now")
    expect(page.locator("#gate")).not_to_contain_text("number of visits")
    entry.refresh_from_db()
    assert entry.visits is None
