"""Makes about 60 invented clinics through the catalogue's own actions."""

import datetime
import random
from typing import Any

from django.utils import timezone

from clinics import actions
from clinics.asrm import bureaus
from clinics.models import Clinic, ClinicLanguage, Include, Known, Source, Treatment
from operations.demo.seed.recipes import MENUS, PLACES, RECIPES, RISKS, WORDS, Recipe

HOW_MANY = 60
DUE_FOR_RECHECK = 6
LANGUAGE_SETS = (
    ("ja", "en"),
    ("ja",),
    ("ja", "en", "zh"),
    ("ja", "zh"),
    ("ja", "en", "ko"),
    ("ja", "en", "vi", "fil"),
)
KINDS = (
    ("clinic", "Clinic", "クリニック"),
    ("clinic", "Clinic", "クリニック"),
    ("hospital", "Hospital", "病院"),
)


def _clinic(n: int, source: Source, by: Any) -> Clinic:
    iso, city_ja, city_en = PLACES[n % len(PLACES)]
    word_en, word_ja = WORDS[n % len(WORDS)]
    menu = MENUS[n % len(MENUS)]
    dental = RECIPES[menu[0]].conditions == ("periodontal",)
    code, kind_en, kind_ja = (
        ("dental", "Dental Clinic", "歯科") if dental else KINDS[n % len(KINDS)]
    )
    return Clinic.objects.create(
        slug=f"sample-{word_en.lower()}-{n + 1}",
        name_ja=f"見本{word_ja}{kind_ja}{n + 1}号",
        name_en=f"Sample {word_en} {kind_en} {n + 1}",
        name_kana=f"みほん{word_ja}",
        institution=code,
        is_sample=True,
        prefecture=iso,
        region=bureaus.PREFECTURES[iso].bureau,
        city_ja=city_ja,
        city_en=city_en,
        address_ja=f"{bureaus.PREFECTURES[iso].ja}{city_ja}見本町{n + 1}",
        address_en=f"{n + 1} Mihoncho, {city_en}",
        contact_email=f"clinic{n + 1}@sample.example.org",
        contact_confirmed_on=source.seen_on,
        languages_known=Known.YES,
        international_desk=Known.YES if n % 3 else Known.NO,
        helps_with_visa=(Known.YES, Known.NOT_PUBLISHED, Known.NOT_LOOKED_UP)[n % 3],
        emergency_ready=(Known.YES, Known.NOT_PUBLISHED)[n % 2],
        orders_looked_up_on=source.seen_on if n % 4 else None,
        source=source,
        checked_on=source.seen_on,
        checked_by=by,
    )  # fmt: skip


def _treatment(clinic: Clinic, recipe: Recipe, serial: int, source: Source, by: Any) -> Treatment:
    risks_en, risks_ja = RISKS.get(recipe.route, RISKS[""])
    letter = {"1": "A", "2": "B", "3": "C"}.get(recipe.asrm_class)
    treatment = Treatment.objects.create(
        clinic=clinic,
        level=Treatment.Level.CHECKED,
        is_sample=True,
        number=f"P{letter}9{18 + serial % 8:02d}{serial:04d}" if letter else "",
        number_source=source if letter else None,
        asrm_class=recipe.asrm_class,
        product=recipe.product,
        product_detail=recipe.product_detail,
        origin=recipe.origin,
        tissue=recipe.tissue,
        processing=recipe.processing,
        route=recipe.route,
        title_ja=recipe.title_ja,
        title_en=recipe.title_en,
        visits=recipe.visits,
        duration_en=f"{recipe.visits} visits over about {recipe.visits * 3} weeks (sample)",
        duration_ja=f"通院{recipe.visits}回、約{recipe.visits * 3}週間(見本)",
        risks_en=risks_en,
        risks_ja=risks_ja,
        how_studied=Treatment.Studied.EXPLORATIVE
        if serial % 2
        else Treatment.Studied.NOT_LOOKED_UP,
        source=source,
        checked_on=source.seen_on,
        checked_by=by,
    )
    actions.set_conditions(treatment=treatment, codes=recipe.conditions)
    return treatment


def _price(
    treatment: Treatment, recipe: Recipe, source: Source, by: Any, dice: random.Random
) -> None:
    low = dice.randrange(recipe.jpy[0], recipe.jpy[1], 11_000)
    high = low + dice.choice((0, 0, 110_000, 220_000))
    extras = [
        ["First visit (sample)", "初診料(見本)", 11_000],
        ["Blood tests (sample)", "血液検査(見本)", 22_000],
    ]
    course = recipe.doses
    actions.set_price(
        treatment=treatment,
        jpy_min=low,
        jpy_max=high,
        tax="included",
        basis="dose",
        doses=course,
        total_min=low * course + 33_000,
        total_max=high * course + 33_000,
        includes=[Include.HARVEST, Include.CULTURE, Include.DOSES] if recipe.processing == "cultured" else [Include.DOSES],
        extras=extras,
        cells_per_dose=recipe.cells,
        days_in_japan=recipe.visits + 2,
        no_refund_after_en="the cells have been ordered (sample)",
        no_refund_after_ja="細胞の培養を依頼した時点(見本)",
        valid_from=source.seen_on,
        source=source,
        checked_on=source.seen_on,
        checked_by=by,
    )  # fmt: skip


def make_clinics(*, by: Any) -> list[Treatment]:
    """Create the invented clinics; return their treatments. Same seed, same clinics."""
    dice = random.Random(20260918)  # noqa: S311 (invented data, nothing secret)
    today = timezone.localdate()
    made = []
    for n in range(HOW_MANY):
        age = 200 + n if n < DUE_FOR_RECHECK else dice.randrange(3, 120)
        source = Source.objects.create(
            title=f"Sample page {n + 1} (見本)", seen_on=today - datetime.timedelta(days=age)
        )
        clinic = _clinic(n, source, by)
        for code in LANGUAGE_SETS[n % len(LANGUAGE_SETS)]:
            how = "staff" if code == "ja" or n % 2 else "interpreter"
            ClinicLanguage.objects.create(clinic=clinic, code=code, how=how)
        for index in MENUS[n % len(MENUS)]:
            treatment = _treatment(clinic, RECIPES[index], len(made) + 1, source, by)
            _price(treatment, RECIPES[index], source, by, dice)
            made.append(actions.publish_treatment(treatment=treatment, by=by))
    return made
