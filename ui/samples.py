"""Invented data for the gallery. All names say "Sample" / 見本; the numbers were issued by nobody."""

from datetime import date

from django import forms
from django.core.paginator import Paginator

DAY = date(2026, 10, 3)


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="The clinics' answers are sent here.")
    country = forms.ChoiceField(
        label="Country", choices=[("PH", "Philippines"), ("AU", "Australia")]
    )
    budget = forms.IntegerField(label="Most I can pay", required=False)
    who = forms.ChoiceField(
        label="Who is it for?",
        choices=[("me", "For myself"), ("other", "For someone who agreed")],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(label="Your question", widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField(label="Send this to Sample Clinic One")


def card(**changes: object) -> dict:
    """A full card; pass what differs."""
    full = {
        "url": "#one",
        "name": "Sample Clinic One",
        "name_ja": "見本クリニック一号",
        "place": "Minato, Tokyo",
        "given_for": "Your own fat stem cells, by drip, for type 2 diabetes",
        "price_text": "¥2,420,000",
        "price_basis": "for 1 drip, tax included",
        "price_total": "",
        "languages": "English, Japanese, Chinese",
        "class_label": "Class II",
        "number": "PB9170022",
        "checked_on": DAY,
        "treatment_id": 1,
        "more_matching": 3,
        "is_sample": False,
        "ask_url": "#ask",
        "compare_url": "#compare",
        "shortlist_url": "",
        "order_notice": "",
        "rated": (3.6, 15),
    }
    return full | changes


def facet() -> dict:
    def value(value: str, label: str, checked: int, listed: int, **changes: object) -> dict:
        base = {"selected": False, "disabled": False, "indent": False, "explain": ""}
        counts = {"count_checked": checked, "count_list": listed}
        return {"value": value, "label": label} | counts | base | changes

    values = [
        value("diabetes", "Diabetes", 12, 640, selected=True),
        value("t2d", "Type 2 diabetes", 9, 120, indent=True),
        value("knee", "Knee arthritis", 31, 2210, explain="Worn cartilage in the knee"),
        value("als", "ALS", 0, 0, disabled=True),
    ]
    name, label = "condition", "Condition named in the filed title"
    return {
        "name": name,
        "label": label,
        "kind": "checkbox",
        "open": True,
        "explain": "",
        "values": values,
    }


def strip() -> dict:
    bars = [
        {
            "label": f"{n}00万",
            "count": n % 5 + 1,
            "url": f"#bar{n}",
            "height": 20 * (n % 5 + 1),
            "selected": n == 2,
        }
        for n in range(1, 9)
    ]
    figures = {"lowest": 880_000, "middle": 2_420_000, "highest": 7_700_000}
    return {"bars": bars, "priced": 24, "total": 62} | figures


def prefecture_map() -> dict:
    """Two prefectures, one of them chosen, and one without clinics."""

    def place(iso: str, label: str, step: int, path: str, *, selected: bool = False) -> dict:
        counts = {"count_checked": 3 * step, "count_list": 40 * step, "step": step}
        name = f"{label}: {3 * step} with details + {40 * step} on the list"
        link = {"url": f"#{iso}" if step else "", "selected": selected, "path": path}
        return {"iso": iso, "label": label, "name": name} | counts | link

    places = [
        place("JP-13", "Tokyo", 4, "M5 5h60v40h-60z", selected=True),
        place("JP-14", "Kanagawa", 1, "M5 45h60v40h-60z"),
        place("JP-19", "Yamanashi", 0, "M65 5h60v80h-60z"),
    ]
    return {
        "view_box": "0 0 130 90",
        "frame": "M0 0H130V90H0Z",
        "places": places,
        "regions": [{"label": "Kanto", "places": places[:2]}],
        "legend": [{"step": 0, "text": "0"}, {"step": 1, "text": "1–9"}],
    }


def everything(page: str) -> dict:
    """The gallery's whole context."""
    parts = [
        ("PB", "plan · Class II"),
        ("9", "no bureau: sample"),
        ("17", "2017"),
        ("0022", "serial"),
    ]
    return {
        "day": DAY,
        "old_day": date(2025, 1, 9),
        "segments": [{"text": text, "label": label} for text, label in parts],
        "card": card(),
        "plain_card": card(
            treatment_id=2,
            price_text="",
            price_basis="",
            name="Sample Clinic Two",
            more_matching=0,
            is_sample=True,
            order_notice="Official order of 5 Jan 2026: read it before you ask.",
        ),
        "row": card(name="見本クリニック三号", name_ja="見本クリニック三号", treatment_id=3),
        "facet": facet(),
        "select_facet": facet() | {"name": "prefecture", "label": "Place", "kind": "select"},
        "strip": strip(),
        "map": prefecture_map(),
        "tags": [{"label": "Diabetes", "url": "#a"}, {"label": "Up to ¥3,000,000", "url": "#b"}],
        "ways": [{"label": "Without “English”", "count": 4, "url": "#c"}],
        "page": Paginator(range(400), 20).get_page(page),
        "crumbs": [
            {"label": "Find clinics", "url": "#d"},
            {"label": "Sample Clinic One", "url": ""},
        ],
        "form": SampleForm(),
        "bad_form": SampleForm({"bad-email": "nobody", "bad-budget": "-1"}, prefix="bad"),
        "crispy_form": SampleForm({"crispy-email": "nobody"}, prefix="crispy"),
        "items": [
            {"title": "Confirm your e-mail", "when": DAY, "text": "", "state": "done"},
            {
                "title": "Answer received",
                "when": DAY,
                "text": "Valid until 3 Nov 2026.",
                "state": "now",
            },
            {"title": "Data deleted", "when": None, "text": "On 1 Jan 2027.", "state": "next"},
        ],
        "answers": [
            {
                "question": "Your question",
                "answer": "Do you treat people over 70?",
                "change_url": "#e",
            },
            {"question": "Budget", "answer": "", "change_url": "#f"},
        ],
    }
