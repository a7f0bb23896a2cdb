"""An invented catalogue of any size, with the spread of the ministry's list."""

import datetime
import random
from typing import Any

DAY = datetime.date(2026, 9, 18)
FAMILY = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "山口",
    "松本",
    "井上",
]
PLACE = [
    "中央",
    "駅前",
    "東",
    "西",
    "南",
    "北",
    "さくら",
    "みどり",
    "青葉",
    "緑ヶ丘",
    "銀座",
    "新宿",
    "心斎橋",
    "天神",
    "栄",
    "大通",
]
WHAT = [
    "クリニック",
    "整形外科",
    "病院",
    "歯科医院",
    "皮膚科クリニック",
    "内科",
    "美容クリニック",
    "ペインクリニック",
]
BATCH = 2_000


def clinics(number: int, chance: random.Random) -> list[Any]:
    from clinics.asrm import bureaus
    from clinics.models import Clinic

    codes = list(bureaus.PREFECTURES)
    weights = [12 if code in ("JP-13", "JP-27", "JP-40", "JP-14") else 1 for code in codes]
    made = []
    for n in range(number):
        [code] = chance.choices(codes, weights)
        name = f"{chance.choice(FAMILY)}{chance.choice(PLACE)}{chance.choice(WHAT)}"
        made.append(
            Clinic(
                slug=f"bench-{n}",
                name_ja=f"{name}{n}",
                name_en=f"Bench Clinic {n}" if chance.random() < 0.3 else "",
                prefecture=code,
                region=str(1 + codes.index(code) % 8),
                city_ja=f"{chance.choice(FAMILY)}市{chance.randrange(2)}区",
                city_en="",
                address_ja=f"{chance.choice(PLACE)}町{chance.randrange(1, 9)}-{n % 97}",
                institution=chance.choice(["clinic", "clinic", "clinic", "hospital", "dental"]),
            )
        )
    return made


def fill(number: int, *, seed: int = 1) -> None:
    """Write ``number`` clinics with about 2.2 treatments each, a tenth of them checked."""
    from django.db import transaction

    from clinics import actions, vocabulary
    from clinics.asrm import terms
    from clinics.models import (
        Clinic,
        ClinicLanguage,
        PriceSheet,
        Source,
        Treatment,
        TreatmentCondition,
    )
    from clinics.search import text

    chance = random.Random(seed)  # noqa: S311
    products = [code for code, _label in vocabulary.product_choices()]
    conditions = [code for code, _label in vocabulary.condition_choices()]
    tissues = [code for code, _label in vocabulary.tissue_choices()]
    routes = [code for code, _label in vocabulary.route_choices()]
    with transaction.atomic():
        source = Source.objects.create(title="List", url="https://list.example/", seen_on=DAY)
        Clinic.objects.bulk_create(clinics(number, chance), batch_size=BATCH)
        saved = list(Clinic.objects.filter(slug__startswith="bench-").order_by("pk"))
        treatments, codes = [], []
        for clinic in saved:
            for _n in range(min(1 + int(chance.expovariate(1 / 1.7)), 40)):
                product, condition = chance.choice(products), chance.choice(conditions)
                checked = chance.random() < 0.1
                one = Treatment(
                    clinic=clinic,
                    publication="published",
                    level="checked" if checked else "list",
                    asrm_class=chance.choice(["2", "3", "3"]),
                    product=product,
                    origin="own",
                    tissue=chance.choice(tissues),
                    route=chance.choice(routes),
                    title_ja=f"{terms.find('product', product).ja}による"
                    f"{terms.find('condition', condition).ja}の治療{chance.randrange(20)}",
                    list_source=source,
                    list_last_seen=DAY,
                )
                if checked:
                    one.source = one.number_source = source
                    one.number = f"PB3{chance.randrange(15, 26)}{len(treatments) % 10_000:04d}"
                    one.asrm_class = "2"
                    one.risks_en, one.risks_ja = "Pain", "痛み"
                    one.visits = chance.randrange(1, 8)
                    one.checked_on = DAY - datetime.timedelta(days=chance.randrange(300))
                    one.published_at = datetime.datetime(2026, 9, 18, tzinfo=datetime.UTC)
                one.search_text = text.search_text(one, [condition])
                treatments.append(one)
                codes.append(condition)
        Treatment.objects.bulk_create(treatments, batch_size=BATCH)
        TreatmentCondition.objects.bulk_create(
            [
                TreatmentCondition(treatment=one, code=code, how=how)
                for one, named in zip(treatments, codes, strict=True)
                for code, how in actions.widened([named]).items()
            ],
            batch_size=BATCH,
        )
        ClinicLanguage.objects.bulk_create(
            [
                ClinicLanguage(clinic=clinic, code=code)
                for clinic in saved
                if chance.random() < 0.2
                for code in chance.sample(["ja", "en", "zh-hans", "ko"], 2)
            ],
            batch_size=BATCH,
        )
        PriceSheet.objects.bulk_create(
            [_sheet(one, chance) for one in treatments if one.level == "checked"],
            batch_size=BATCH,
        )
        actions.renew_version()


def _sheet(treatment: Any, chance: random.Random) -> Any:
    from clinics.models import PriceSheet

    low = 10_000 * chance.randrange(20, 600)
    high = low + 10_000 * chance.randrange(0, 80)
    return PriceSheet(
        treatment=treatment,
        jpy_min=low,
        jpy_max=high,
        basis="dose",
        total_min=low,
        total_max=high,
        valid_from=datetime.date(2026, 1, 1),
    )
