"""What a moderator should look at in a clinic's reply: the usual flags, and facts about patients.

Explainable rules, no verdict: what is marked may be fine, and what is not may be wrong.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.triage import Flag, Span, find_flags
from reviews.triage.folding import fold
from reviews.triage.labels import LABELS as REVIEW_LABELS

PATIENT_FACT = "patient_fact"
# A clinic writes its own reply, and "contact us" is no private detail; both say nothing here.
_NOT_HERE = {"insider", "off_topic"}
LABELS: dict[str, str | Promise] = {
    PATIENT_FACT: _("May tell something about the patient"),
    **{code: label for code, label in REVIEW_LABELS.items() if code not in _NOT_HERE},
    "complication": _("Tells of a complication"),
    "incentive": _("Gives or promises something"),
}

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern, re.IGNORECASE))
    for why, pattern in (
        ("a day or a month", rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b|\b(?:in|on|since|last) {_MONTH}(?: \d{{1,4}})?\b"),
        ("a day or a month", r"\b\d{4}[/.-]\d{1,2}[/.-]\d{1,2}\b|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|に|の|上旬|中旬|下旬)|\d{1,2}/\d{1,2}(?:に|の)"),
        ("somebody's visit", r"\b(?:when|after|before|since|as|because|that) (?:you|she|he|they|the patient) (?:came|visited|arrived|left|cancell?ed|missed|were|was|had|received|underwent|told|asked|paid|refused|signed|agreed)\b|\byou (?:came|visited|cancell?ed|missed|received|underwent|signed|paid|refused|were (?:treated|diagnosed|told|given|late|admitted|referred)|had (?:a|an|the|your))\b"),
        ("somebody's visit", r"(?:来院|受診|入院|通院|予約|キャンセル|施術|治療|投与|移植|注射|点滴|手術|採取|カウンセリング|診察)(?:を)?(?:された|受けられ|なさ|いただいた(?!方)|頂いた(?!方)|した際|時に|の際|当日|後に)|初診(?:時|の際)"),
        ("somebody's health", r"\b(?:your|her|his|their|the patient'?s) (?:own )?(?:medical |blood |clinical )?(?:records?|chart|file|results?|tests?|scans?|x-?rays?|mri|diagnosis|condition|symptoms?|disease|illness|medications?|medicines?|history|weight|age|hba1c|sugar|pain|knees?|hips?|back|heart|liver|kidneys?|skin|cells?|wife|husband|mother|father|son|daughter|family|companion)\b"),
        ("somebody's health", r"カルテ|診療録|(?:ご)?病(?:状|名)|ご?症状|検査(?:結果|値)|既往|持病|(?:お|ご)?服薬|(?:お|内服)薬|アレルギー(?:が|を)|血糖|ヘモグロビン|体重|体調|ご?年齢|\d{1,3}(?:歳|才|代の)|お?身体の状態|診断(?:され|名|の結果)"),
        ("who somebody is", r"(?:奥様|ご主人|ご家族|お子様|お母様|お父様|お連れ|付き添い|通訳の方|ご紹介者)|[一-龯ァ-ヶA-Z][一-龯ァ-ヶa-z]{0,8}(?<!お客)(?<!患者)(?<!皆)(?<!口コミ投稿者)(?<!投稿者)(?<!ご利用者)様"),
        ("who somebody is", r"\b(?:dear )?(?:mr|mrs|ms|miss)\.? [a-z]{2,20}|\byour (?:nationality|country|job|employer|company|name|passport|interpreter|friend)\b|\bwe (?:know|remember|recogni[sz]e) (?:you|who)\b"),
        ("what somebody paid", r"\byou (?:still )?(?:paid|owe|were charged|transferred)\b|\byour (?:payment|deposit|invoice|refund|contract|consent|signature|card)\b|(?:お支払い|ご入金|お振込|返金|契約書|同意書|ご署名)(?:を|は|が|に)?(?:いただ|頂|され|済|なさ)|\d[\d,]{2,12} ?円(?:を|の)?(?:お支払|ご入金|お振込|返金)"),
    )
)  # fmt: skip


def find_reply_flags(text: str) -> list[Flag]:
    """Return the flags of a reply, most pressing first. Never raises."""
    found = [flag for flag in find_flags(text) if flag.code not in _NOT_HERE]
    spans = _facts(text)
    return [Flag(PATIENT_FACT, spans), *found] if spans else found


def _facts(text: str) -> tuple[Span, ...]:
    folded = fold(text)
    spans: list[Span] = []
    hits = sorted(
        (match.start(), -match.end(), why)
        for why, pattern in _PATTERNS
        for match in pattern.finditer(folded.text)
        if match.end() > match.start()
    )
    for start, minus_end, why in hits:
        first, last = folded.original(start, -minus_end)
        if not spans or first >= spans[-1].end:
            spans.append(Span(first, last, text[first:last], why))
    return tuple(spans)
