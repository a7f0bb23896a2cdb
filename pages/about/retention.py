"""What is kept how long: the live values, in words, for the privacy page."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from guides.models import KEPT as PAGE_REPORT_KEPT
from quotes import limits
from quotes import retention as quotes_retention
from reviews.models.receipt import KEPT as RECEIPT_KEPT
from reviews.models.unconfirmed import KEPT as REVIEW_KEPT
from reviews.rules import KEPT_AFTER_DECISION as REVIEW_DECISION_KEPT
from trust import limits as rate_limits
from trust.triggers import KEPT_MONTHS

COUNTED = timedelta(days=30)
NO_MAIL = {"en": "No", "ja": "なし"}

ERASURES = {
    "en": (
        "Counted on {day}: in the last {days} days, requests deleted because the patient asked: "
        "{asked}; because their time was over: {time}. Past their day and not deleted yet: "
        "{overdue}."
    ),
    "ja": (
        "{day}時点の集計:過去{days}日間に消した依頼は、ご本人の求めによるもの{asked}件、"
        "期限によるもの{time}件。期限を過ぎてまだ残っているもの{overdue}件。"
    ),
}


@dataclass(frozen=True)
class RetentionRow:
    data: str
    kept: str
    warning: str


def duration(days: int, language: str) -> str:
    """7 → "7 days"; a year or more is told in months: 1096 → "36 months"."""
    months = days * 12 // 365
    number, unit = (months, "month") if days >= 365 else (days, "day")
    if language == "ja":
        return f"{number}{'か月' if unit == 'month' else '日'}"
    return f"{number} {unit}{'s' * (number != 1)}"


def retention_rows(language: str) -> list[RetentionRow]:
    """Return the table's rows in "en" or "ja"; a setting that shortens a time shows here."""
    days = {name: duration(limits.days(name), language) for name in limits.DAYS}
    hours = int(rate_limits.KEPT / timedelta(hours=1))
    page_report = duration(PAGE_REPORT_KEPT.days, language)
    unconfirmed_review = duration(REVIEW_KEPT.days, language)
    receipt = duration(RECEIPT_KEPT.days, language)
    review_decided = duration(REVIEW_DECISION_KEPT.days, language)
    reminders = {"en": "14 and 3 days before", "ja": "14日前と3日前"}
    reminder = {"en": "14 days before", "ja": "14日前"}
    table = [
        (
            {"en": "Request you did not confirm", "ja": "確認されなかった依頼"},
            {"en": days["unconfirmed"], "ja": days["unconfirmed"]},
            NO_MAIL,
        ),
        (
            {"en": "Open request", "ja": "進行中の依頼"},
            {"en": f"{days['open']} after it was last used", "ja": f"最後の動きから{days['open']}"},
            reminders,
        ),
        (
            {"en": "Closed request, no clinic chosen", "ja": "終了した依頼(話を進めなかったもの)"},
            {"en": days["closed"], "ja": days["closed"]},
            reminder,
        ),
        (
            {"en": "Closed request, clinic chosen", "ja": "終了した依頼(話を進めたもの)"},
            {
                "en": f"{days['chosen']}, then a count without a person",
                "ja": f"{days['chosen']}。その後は個人と結び付かない統計",
            },
            reminder,
        ),
        (
            {"en": "Files you sent", "ja": "お送りいただいたファイル"},
            {
                "en": f"{days['files']} after the clinic's last answer",
                "ja": f"医療機関の最後の回答から{days['files']}",
            },
            {
                "en": f"{limits.WARN_FILES_DAYS} days before",
                "ja": f"{limits.WARN_FILES_DAYS}日前",
            },
        ),
        (
            {"en": "List of who opened a request, without names", "ja": "閲覧の記録(仮名)"},
            {"en": f"{KEPT_MONTHS} months", "ja": f"{KEPT_MONTHS}か月"},
            NO_MAIL,
        ),
        (
            {"en": "Proof that you agreed", "ja": "同意の記録"},
            {"en": days["consent"], "ja": days["consent"]},
            NO_MAIL,
        ),
        (
            {"en": "Journal of what was deleted (hashes)", "ja": "消去の記録(ハッシュ値)"},
            {"en": days["erasure"], "ja": days["erasure"]},
            NO_MAIL,
        ),
        (
            {"en": "Codes that count visits", "ja": "アクセス回数の符号"},
            {"en": f"{hours} hours", "ja": f"{hours}時間"},
            NO_MAIL,
        ),
        (
            {"en": "Review you did not confirm", "ja": "確認されなかった口コミ"},
            {"en": unconfirmed_review, "ja": unconfirmed_review},
            NO_MAIL,
        ),
        (
            {"en": "Receipt shown for a review", "ja": "口コミのために見せた領収書"},
            {
                "en": f"until we looked at it, at most {receipt}",
                "ja": f"確認するまで(長くても{receipt})",
            },
            NO_MAIL,
        ),
        (
            {"en": "Report on a guide, once we decided", "ja": "ガイドへの報告(対応を決めた後)"},
            {"en": page_report, "ja": page_report},
            NO_MAIL,
        ),
        (
            {
                "en": "Appeal or report about a review, once we decided",
                "ja": "口コミについての異議申立て・報告(対応を決めた後)",
            },
            {"en": review_decided, "ja": review_decided},
            NO_MAIL,
        ),
    ]
    return [
        RetentionRow(data[language], kept[language], warning[language])
        for data, kept, warning in table
    ]


def erasures(language: str) -> str:
    """Return one sentence: how many requests were deleted lately, and how many are overdue."""
    now = timezone.now()
    counts = quotes_retention.erased_since(now - COUNTED)
    numbers = {
        "days": COUNTED.days,
        "asked": counts["patient"],
        "time": counts["time"],
        "overdue": quotes_retention.requests_left_behind(now),
        "day": timezone.localdate(),
    }
    return ERASURES[language].format(**numbers)
