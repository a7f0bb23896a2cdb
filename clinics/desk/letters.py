"""A polite Japanese letter that asks a clinic for what its listing lacks; sent by hand, logged."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from clinics import actions, publishing
from clinics.models import ClinicLetter, Treatment

# What a clinic can tell us, by the gate's codes; the rest is our own work.
ASKED = {
    "number": "再生医療等提供計画の計画番号（例：PB3250001）と、それが掲載されている貴院のページ",
    "number_source": "計画番号が掲載されている貴院のページのURL",
    "product": "投与する細胞・製剤の種類",
    "origin": "細胞の由来（自己・他家・細胞を含まない）",
    "visits": "標準的な通院回数",
    "duration": "標準的な治療期間",
    "risks_en": "主なリスク・副作用",
    "risks_ja": "主なリスク・副作用",
    "price": "標準的な費用（税込・税抜の別、1回または1コースの別、含まれるもの）",
    "source": "費用・リスク・通院回数が掲載されている貴院のページのURL",
}


def asked_for(treatment: Treatment) -> list[str]:
    """Return the codes of what the letter asks for, each wording once."""
    codes = [item.code for item in publishing.missing(treatment) if item.code in ASKED]
    unique: dict[str, str] = {}
    for code in codes:
        unique.setdefault(ASKED[code], code)
    return list(unique.values())


def letter_text(treatment: Treatment, codes: list[str]) -> str:
    """Return the letter (Japanese, plain text) with the list and the link for the answer."""
    clinic = treatment.clinic
    with translation.override("ja"):
        link = settings.SITE_URL + reverse("clinics:correct", args=[clinic.slug])
    items = "\n".join(f"{place}. {ASKED[code]}" for place, code in enumerate(codes, 1))
    return (
        f"{clinic.name_ja}\nご担当者様\n\n"
        f"突然のご連絡を失礼いたします。再生医療等の一覧サイト「{settings.SITE_NAME}」を運営しております"
        f"{settings.OPERATOR_NAME}と申します。\n\n"
        "当サイトは、厚生労働省の公表一覧に掲載された再生医療等を、患者さんが調べられるように"
        "まとめたものです。掲載は無料で、掲載順を有料で変えることはありません。\n\n"
        f"貴院の次の再生医療等について、確認できていない項目がございます。\n\n"
        f"「{treatment.title_ja}」\n\n{items}\n\n"
        "お差し支えなければ、次のページからお知らせいただけますと幸いです。貴院のページに記載がある場合は、"
        "そのURLのみで結構です。\n\n"
        f"{link}\n\n"
        "確認できない項目は「医療機関の公表なし」または「未確認」と表示いたします。"
        "掲載内容に誤りがございましたら、同じページからお知らせください。\n\n"
        f"どうぞよろしくお願いいたします。\n\n{settings.OPERATOR_NAME}\n"
        f"{settings.OPERATOR_ADDRESS}\n{settings.OPERATOR_EMAIL}\n"
    )


@transaction.atomic
def log_letter(*, treatment: Treatment, by: Any) -> ClinicLetter:
    """Note that the letter was copied to be sent; staff are reminded in 7 days.

    Pressing twice on one day gives one letter.
    """
    Treatment.objects.select_for_update().get(pk=treatment.pk)
    today = timezone.localdate()
    start = timezone.make_aware(datetime.datetime.combine(today, datetime.time()))
    known = ClinicLetter.objects.filter(
        treatment=treatment, written_by=by, written_at__gte=start, answered_on=None
    )
    if letter := known.order_by("pk").first():
        return letter
    codes = asked_for(treatment)
    letter = ClinicLetter.objects.create(
        clinic=treatment.clinic, treatment=treatment, asked_for=codes, written_by=by
    )
    actions.log(clinic=treatment.clinic, treatment=treatment, action="letter", by=by)
    return letter


@transaction.atomic
def close_letter(*, letter: ClinicLetter, by: Any) -> ClinicLetter:
    """The clinic answered, or nobody waits any more."""
    closed = ClinicLetter.objects.filter(pk=letter.pk, answered_on=None).update(
        answered_on=timezone.localdate()
    )
    if closed:
        actions.log(clinic=letter.clinic, treatment=letter.treatment, action="letter_closed", by=by)
    letter.refresh_from_db()
    return letter


@transaction.atomic
def remind_later(*, letter: ClinicLetter, by: Any) -> ClinicLetter:
    """Wait another 7 days."""
    ClinicLetter.objects.filter(pk=letter.pk, answered_on=None).update(
        remind_on=timezone.localdate() + datetime.timedelta(days=7)
    )
    letter.refresh_from_db()
    return letter
