"""Catalogues and questions at random."""

import datetime
import random

from django.utils import timezone

from clinics.models import Clinic, ClinicLanguage, Treatment, TreatmentCondition
from clinics.search import text
from tests.factories import (
    ClinicFactory,
    OfficialOrderFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    TreatmentFactory,
)

CONDITIONS = ("t2d", "diabetes_ns", "t1d", "knee_oa", "diabetes")
PRODUCTS = ("fat_msc", "platelets", "cell_free")
PLACES = (
    ("JP-13", "3", "新宿区", "Shinjuku"),
    ("JP-13", "3", "港区", ""),
    ("JP-27", "5", "北区", "Kita"),
)
WORDS = ("膝", "新宿", "ｼﾝｼﾞｭｸ", "shinjuku", "クリニック", "tokyo 糖尿病", "幹細胞", "脂肪 新宿区", "院3",
         "zzz", "licence number", "PB3250001", "osaka", "Ōsaka", "し", "血", "t", "iv", "clinic")  # fmt: skip


def _day(chance: random.Random, spread: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=chance.randint(-spread, 3))


def catalogue(chance: random.Random, clinics: int) -> None:
    """Write clinics of every kind and state; search texts are those of the rows."""
    made = []
    for number in range(clinics):
        prefecture, region, ja, en = chance.choice(PLACES)
        sample = chance.random() < 0.15
        made.append(
            ClinicFactory(
                name_ja=f"{'見本' if sample else chance.choice(('さくら', 'みなと'))}院{number % 7}",
                name_en=chance.choice(("", f"Clinic {number % 5}", "Sakura")),
                is_sample=sample,
                prefecture=prefecture,
                region=region,
                city_ja=ja,
                city_en=en,
                status=chance.choice(("open", "open", "open", "open", "paused")),
                institution=chance.choice(("clinic", "hospital", "dental")),
                orders_looked_up_on=chance.choice((None, timezone.localdate())),
            )
        )
        for _n in range(chance.choice((1, 1, 2, 3, 6))):
            _treatment(made[-1], chance)
        for code in chance.sample(("ja", "en", "ko"), chance.choice((0, 0, 1, 2))):
            ClinicLanguage.objects.create(clinic=made[-1], code=code)
    for clinic in chance.sample(made, clinics // 5):
        lifted = chance.choice((None, _day(chance, 3), _day(chance, 3)))
        order = OfficialOrderFactory(**({"lifted_on": lifted} if lifted else {}))
        OrderTargetFactory(clinic=clinic, order=order)
    text.refresh(Clinic.objects.values_list("pk", flat=True))


def _treatment(clinic: Clinic, chance: random.Random) -> None:
    checked = clinic.is_sample or chance.random() < 0.4
    treatment = TreatmentFactory(
        clinic=clinic,
        is_sample=clinic.is_sample,
        checked=checked,
        number=f"PB{'9' if clinic.is_sample else '3'}25{chance.randrange(30):04d}"
        if checked
        else "",
        publication=chance.choice(("published",) * 5 + ("withdrawn",)),
        asrm_class="2",
        product=chance.choice(PRODUCTS),
        processing=chance.choice(("cultured", "")),
        route=chance.choice(("iv", "intra_articular", "")),
        title_ja=chance.choice(("膝の治療", "糖尿病の治療", "自己脂肪由来幹細胞")),
        conditions=chance.sample(CONDITIONS, chance.choice((0, 1, 2))),
    )
    seen = chance.choice((None, _day(chance, 400), _day(chance, 400)))
    Treatment.objects.filter(pk=treatment.pk).update(
        list_last_seen=seen,
        list_gone_on=chance.choice((None,) * 8 + (timezone.localdate(),)),
        **({"checked_on": _day(chance, 400), "visits": chance.choice((None, 1, 3, 5))} if checked else {}),
    )  # fmt: skip
    if chance.random() < 0.7:
        _sheets(treatment, chance)


def _sheets(treatment: Treatment, chance: random.Random) -> None:
    """Sheets that follow one another: one ended, one of now or later, or both."""
    change = _day(chance, 10)
    if chance.random() < 0.5:
        PriceSheetFactory(
            treatment=treatment, **_yen(chance), valid_from=change - datetime.timedelta(days=90),
            valid_to=change - datetime.timedelta(days=1),
        )  # fmt: skip
    if chance.random() < 0.8:
        PriceSheetFactory(
            treatment=treatment, **_yen(chance), valid_from=change,
            checked_on=chance.choice((None, _day(chance, 400))),
        )  # fmt: skip


def _yen(chance: random.Random) -> dict[str, int]:
    low = 100_000 * chance.randint(3, 9)
    high = low + 100_000 * chance.randint(0, 4)
    return {"jpy_min": low, "jpy_max": high, "total_min": low, "total_max": high}


def question(chance: random.Random) -> str:
    """Return a query string with up to four parameters."""
    values = {
        "q": WORDS,
        "condition": CONDITIONS,
        "prefecture": ("JP-13", "JP-27", "JP-01"),
        "product": PRODUCTS,
        "origin": ("own", "donor"),
        "language": ("ja", "en", "ko"),
        "class": ("2", "3"),
        "kind": ("checked", "list", "sample"),
        "city": tuple(f"{place[0]}:{place[2]}" for place in PLACES),
        "region": ("3", "5"),
        "cells": ("adipose", "marrow", "blood"),
        "processing": ("cultured",),
        "route": ("iv", "intra_articular"),
        "institution": ("clinic", "hospital"),
        "price_min": ("400000", "800000"),
        "price_max": ("400000", "800000", "1200000"),
        "visits": ("1", "3"),
        "no_order": ("1",),
    }
    names = chance.sample(list(values), chance.choice((0, 1, 1, 2, 2, 3, 4)))
    pairs = [(name, value) for name in names for value in _some(chance, name, values[name])]
    pairs.append(("sort", chance.choice(("relevance", "price", "checked", "name"))))
    return "&".join(f"{name}={value}" for name, value in pairs)


def _some(chance: random.Random, name: str, values) -> list[str]:
    one_only = {"q", "price_min", "price_max", "visits", "no_order"}
    return chance.sample(
        list(values), 1 if name in one_only else min(len(values), chance.choice((1, 1, 2)))
    )


def widened() -> bool:
    """Whether the last catalogue has conditions found through wider or narrower ones."""
    return TreatmentCondition.objects.exclude(how="named").exists()
