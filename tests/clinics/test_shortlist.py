"""The shortlist: a cookie with ids, changed by POSTs from our own pages only."""

import datetime

import pytest
import time_machine
from django.test import Client

from clinics.shortlists.cookie import MOST
from tests.factories import ClinicFactory, OrderTargetFactory, PriceSheetFactory, TreatmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def pair():
    return [PriceSheetFactory().treatment, PriceSheetFactory().treatment]


@pytest.fixture
def browser():
    """A browser without any cookie; the CSRF check is on."""
    return Client(enforce_csrf_checks=True)


def send(client, *treatments, action="add", **more):
    ids = [getattr(one, "pk", one) for one in treatments]
    headers = {k: more.pop(k) for k in list(more) if k.startswith("HTTP_")} or OURS
    return client.post("/shortlist/", {"treatment": ids, "action": action, **more}, **headers)


def kept(client) -> str:
    return client.cookies["shortlist"].value if "shortlist" in client.cookies else ""


def shown(response) -> list[int]:
    return [item.card.treatment_id for item in response.context["list"].items]


def test_add_and_remove_without_account_and_without_token(browser, pair):
    first, second = pair
    assert send(browser, first).status_code == 303
    send(browser, second)
    send(browser, first)
    assert kept(browser) == f"{first.pk}.{second.pk}"
    assert shown(browser.get("/shortlist/")) == [first.pk, second.pk]
    send(browser, first, action="remove")
    assert kept(browser) == str(second.pk)
    send(browser, second, action="remove")
    assert kept(browser) == ""
    assert "Nothing is on it yet" in browser.get("/shortlist/").text


def test_the_cookie_holds_ids_only_for_thirty_days(browser, pair, settings):
    settings.HTTPS = False
    cookie = send(browser, *pair).cookies["shortlist"]
    assert cookie.value == f"{pair[0].pk}.{pair[1].pk}"
    assert cookie["max-age"] == 30 * 24 * 3600
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["secure"]
    settings.HTTPS = True
    assert send(browser, *pair).cookies["shortlist"]["secure"]


def test_no_other_cookie_is_set(browser, pair):
    browser.get("/shortlist/")
    send(browser, *pair)
    browser.get("/shortlist/")
    assert set(browser.cookies) == {"shortlist"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, 303),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"}, 303),
        ({"HTTP_ORIGIN": "http://testserver"}, 303),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "none"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, 403),
        ({"HTTP_ORIGIN": "https://evil.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_ORIGIN": "http://testserver.evil.example"}, 403),
        ({"HTTP_REFERER": "http://testserver/clinics/"}, 403),
    ],
)
def test_only_our_own_pages_can_change_it(browser, pair, headers, status):
    response = send(browser, pair[0], **headers)
    assert response.status_code == status
    assert kept(browser) == (str(pair[0].pk) if status == 303 else "")


def test_a_refused_change_leaves_the_list_as_it_is(browser, pair):
    send(browser, pair[0])
    assert (
        send(browser, pair[0], action="remove", HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    )
    assert kept(browser) == str(pair[0].pk)


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/clinics/?condition=t2d", "/clinics/?condition=t2d"),
        ("/compare/?treatment=1#b", "/compare/?treatment=1#b"),
        ("", "/shortlist/"),
        ("https://evil.example/", "/shortlist/"),
        ("//evil.example/", "/shortlist/"),
        ("/\\evil.example/", "/shortlist/"),
        ("///evil.example", "/shortlist/"),
        ("http:///evil.example", "/shortlist/"),
        ("javascript:alert(1)", "/shortlist/"),
        ("clinics/", "/shortlist/"),
        ("/" + "a" * 5000, "/shortlist/"),
        ("//[", "/shortlist/"),
    ],
)
def test_it_leads_back_to_our_own_site_only(browser, pair, target, leads_to):
    assert send(browser, pair[0], next=target)["Location"] == leads_to


def test_a_line_end_in_the_target_makes_no_header(browser, pair):
    response = send(browser, pair[0], next="/clinics/\r\nX-Injected: 1")
    assert response.status_code == 303
    assert "X-Injected" not in response.headers


def test_it_holds_twenty_and_says_so(browser):
    many = [TreatmentFactory() for _ in range(MOST + 1)]
    send(browser, *many)
    send(browser, many[-1])
    assert len(kept(browser).split(".")) == MOST
    page = browser.get("/shortlist/")
    assert shown(page) == [one.pk for one in many[:MOST]]
    assert "Your shortlist is full: it holds 20 treatments." in page.text


@pytest.mark.parametrize(
    "value",
    ["abc", "1;2", "..", "9" * 4000, "-1", "²", "0", "1.2.3" * 400, "%00", "null", "1e5", '"1.2"'],
)
def test_anything_may_stand_in_the_cookie(browser, pair, value):
    browser.cookies["shortlist"] = value
    assert browser.get("/shortlist/").status_code == 200
    assert browser.get(f"/compare/?treatment={pair[0].pk}").status_code == 200
    assert send(browser, pair[0]).status_code == 303


@pytest.mark.parametrize("data", [{}, {"treatment": "x", "action": "add"}, {"action": "explode"}])
def test_a_strange_form_changes_nothing(browser, pair, data):
    send(browser, pair[0])
    assert browser.post("/shortlist/", data, **OURS).status_code == 303
    assert kept(browser) == str(pair[0].pk)


def test_gone_treatments_are_told_not_shown_and_can_be_taken_off(browser, pair):
    gone = [
        TreatmentFactory(checked=True, publication="withdrawn"),
        TreatmentFactory(clinic__closed=True),
        TreatmentFactory(clinic__status="paused"),
        TreatmentFactory(list_gone_on=datetime.date(2026, 1, 1)),
        TreatmentFactory(checked=True, publication="draft"),
    ]
    send(browser, *gone, pair[0])
    page = browser.get("/shortlist/")
    assert shown(page) == [pair[0].pk]
    assert "5 treatments on your list are not listed here any more" in page.text
    for one in gone:
        assert one.clinic.name_en not in page.text
    send(browser, *page.context["list"].gone, action="remove")
    assert kept(browser) == str(pair[0].pk)


def test_a_shared_list_is_read_only_until_one_keeps_it(browser, pair):
    own = TreatmentFactory()
    send(browser, own)
    link = f"/shortlist/?treatment={pair[0].pk}&treatment={pair[1].pk}&treatment=999999"
    page = browser.get(link)
    assert shown(page) == [pair[0].pk, pair[1].pk]
    assert "A shared shortlist" in page.text
    assert "1 treatment of this link is not listed here" in page.text
    assert "data-note=" not in page.text
    assert 'form="shortlist-remove"' not in page.text
    assert kept(browser) == str(own.pk), "looking changes nothing"
    send(browser, *page.context["list"].ids)
    assert kept(browser) == f"{own.pk}.{pair[0].pk}.{pair[1].pk}"


def test_a_shared_list_is_cut_at_twenty(browser):
    many = [TreatmentFactory() for _ in range(MOST + 2)]
    page = browser.get("/shortlist/?" + "&".join(f"treatment={one.pk}" for one in many))
    assert len(shown(page)) == MOST
    assert "A shortlist holds 20 treatments. The others are left out." in page.text


def test_the_share_link_names_the_treatments_and_no_notes(browser, pair, settings):
    send(browser, *pair)
    page = browser.get("/shortlist/")
    link = f"{settings.SITE_URL}/shortlist/?treatment={pair[0].pk}&treatment={pair[1].pk}"
    assert page.context["share_url"] == link
    assert "#" not in link
    assert shown(browser.get(page.context["list"].share_path)) == [one.pk for one in pair]


def test_notes_have_no_way_to_the_server(browser, pair):
    """The boxes have no name, so that no form can send them."""
    send(browser, *pair)
    page = browser.get("/shortlist/").text
    boxes = [part.split(">")[0] for part in page.split("<textarea")[1:]]
    assert len(boxes) == 2
    assert not any(" name=" in box or " form=" in box for box in boxes)
    assert "Notes need JavaScript" in page
    assert "Notes travel in the link" in page


def test_it_is_private_and_not_for_search_engines(browser, pair):
    send(browser, pair[0])
    for address in ("/shortlist/", f"/shortlist/?treatment={pair[0].pk}"):
        page = browser.get(address)
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"
        assert page["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in page.text


def test_cards_say_price_basis_class_number_and_order(browser, pair):
    OrderTargetFactory(clinic=pair[0].clinic)
    send(browser, pair[0], TreatmentFactory())
    page = browser.get("/shortlist/").text
    assert "¥2,420,000" in page
    assert "for 1 dose, tax included" in page
    assert f"Class II · {pair[0].number} · checked" in page
    assert "An official order concerns this clinic" in page
    assert "Price not looked up by us yet" in page


def test_samples_stand_apart(browser, pair):
    sample = TreatmentFactory(
        checked=True, is_sample=True, clinic=ClinicFactory(sample=True), number="PB9250001"
    )
    send(browser, sample, pair[0])
    page = browser.get("/shortlist/")
    assert [item.card.treatment_id for item in page.context["list"].real] == [pair[0].pk]
    assert [item.card.treatment_id for item in page.context["list"].samples] == [sample.pk]
    assert "Invented samples" in page.text


def test_up_to_four_are_chosen_from_the_start(browser):
    send(browser, *(TreatmentFactory() for _ in range(4)))
    assert browser.get("/shortlist/").text.count(" checked>") == 4
    send(browser, TreatmentFactory())
    assert browser.get("/shortlist/").text.count(" checked>") == 0


def test_another_currency_stands_beside_the_yen(browser, pair):
    send(browser, pair[0])
    with time_machine.travel("2026-11-10T03:00Z", tick=False):
        assert "ECB rate of 30 Oct 2026" in browser.get("/shortlist/?currency=EUR").text
        assert "ECB" not in browser.get("/shortlist/").text


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/clinics/?condition=t2d", "/clinics/?condition=t2d"),
        ("http://testserver/shortlist/", ""),
        ("https://evil.example/clinics/", ""),
        ("http://testserver//evil.example/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_without_scripts_there_is_a_way_back(browser, referer, back):
    page = browser.get("/shortlist/", HTTP_REFERER=referer)
    assert page.context["back"] == back
    assert ("Back to where you were" in page.text) is bool(back)


@pytest.mark.parametrize("path", ["/", "/clinics/", "/clinics/?condition=t2d", "clinic"])
def test_pages_with_the_button_are_the_same_for_everybody(browser, pair, path):
    path = f"/clinics/{pair[0].clinic.slug}/" if path == "clinic" else path
    before = browser.get(path)
    send(browser, *pair)
    after = browser.get(path)
    assert before.content == after.content
    assert "csrf" not in after.text.lower()
    assert not after.cookies
    assert "Cookie" not in after.get("Vary", "")


def test_buttons_stand_on_cards_rows_and_the_clinic_page(browser, pair):
    entry = TreatmentFactory()
    results = browser.get("/clinics/").text
    page = browser.get(f"/clinics/{entry.clinic.slug}/").text
    for text, treatment in ((results, pair[0]), (results, entry), (page, entry)):
        assert f'name="treatment" value="{treatment.pk}" data-shortlist' in text
        assert f'href="/compare/?treatment={treatment.pk}"' in text
        assert 'id="shortlist-form"' in text


def test_a_gone_clinic_has_no_button(browser):
    treatment = TreatmentFactory(clinic__closed=True)
    page = browser.get(f"/clinics/{treatment.clinic.slug}/")
    assert page.status_code == 200
    assert "data-shortlist>" not in page.text


def test_queries_do_not_grow_with_the_list(assert_same_queries, client, pair):
    OrderTargetFactory(clinic=pair[0].clinic)
    client.cookies["shortlist"] = str(pair[0].pk)

    def grow():
        more = [PriceSheetFactory().treatment for _ in range(8)]
        for one in more:
            OrderTargetFactory(clinic=one.clinic)
        client.cookies["shortlist"] = ".".join(str(one.pk) for one in [pair[0], *more])

    assert assert_same_queries("/shortlist/", grow) <= 6


def test_the_japanese_page_keeps_the_same_list(browser, pair):
    send(browser, pair[0])
    page = browser.get("/ja/shortlist/")
    assert shown(page) == [pair[0].pk]
    moved = browser.post("/ja/shortlist/", {"treatment": pair[1].pk, "action": "add"}, **OURS)
    assert moved["Location"] == "/ja/shortlist/"
    assert kept(browser) == f"{pair[0].pk}.{pair[1].pk}"


def test_pages_with_the_button_can_be_kept(browser, pair, settings):
    """With the cookie or without it, the reader gets the kept page."""
    settings.PAGE_CACHE = True
    tags = {browser.get("/clinics/").get("ETag")}
    send(browser, *pair)
    page = browser.get("/clinics/")
    tags.add(page.get("ETag"))
    assert len(tags) == 1
    assert None not in tags, "the view read the cookie, or took a token"
    assert browser.get("/clinics/", HTTP_IF_NONE_MATCH=page["ETag"]).status_code == 304
