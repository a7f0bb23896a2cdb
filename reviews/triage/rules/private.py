"""Private details that are no name: numbers of papers, addresses, birth dates, others' health."""

from __future__ import annotations

from reviews.triage.rule import both, en

_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|(?:in )?(?:19|20)\d\d"
    r"|(?:\d{1,2}(?:st|nd|rd|th)? )?(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})"
)
_SICK = (
    r"(?:cancer|leuk\w{3,7}|tumou?r|hiv|aids|hepatitis|parkinson|alzheimer|dementia|depress\w{2,4}|als|ms"
    r"|multiple sclerosis|diabet\w{2,3}|autis\w{1,3}|stroke|bipolar|syphilis|infertil\w{1,4}|kidney failure"
    r"|schizophreni\w{1,2}|addict\w{0,4}|abortion|epilep\w{2,3}|lupus|herpes|psoriasis|disease|illness)"
)

RULES = (
    en("date of birth", rf"\b(?:born|dob|d\.o\.b\.?|birth ?date|date of birth|birthday)(?: (?:on|in|is|was|the)|:)*\s{{0,2}}{_DATE}"),
    both("date of birth", r"(?:昭和|平成|大正|令和|西暦|(?:19|20)\d\d年|[SHR]\d{1,2}[./年])[^。\n]{0,14}(?:生まれ|生れ|うまれ)|(?:生年月日|誕生日)(?:は|が|:|も)?[^。\n]{0,4}(?:昭和|平成|大正|\d|[一二三四五六七八九])"),
    en("number of a private paper", r"\b(?:passport|insurance|policy|social security|ssn|driver'?s licen[cs]e|licen[cs]e|id card|residence card|zairyu|health card|medical record|patient|chart|file|credit card|card|account|visa)(?: (?:card|no|nr|number|id|code|account|policy))?(?: (?:no|number))?\.?[^.!?\n\d]{0,16}[A-Z]{0,3}[- ]?\d[\d -]{4,18}"),
    both("number of a private paper", r"(?:保険証|旅券|パスポート|診察券|カルテ|マイナンバー|個人番号|免許証|在留カード|カード|口座|患者番号|患者ID|証券)(?:の)?(?:番号|No\.?|ナンバー|ID)?[^。\n\d]{0,6}[A-Z]{0,3}[\d-]{5,20}"),
    both("number of a bank card", r"(?<!\d)(?:\d{4}[ -]){3}\d{3,4}(?!\d)"),
    en("street address", r"\b\d{1,5}[a-z]?,? (?-i:[A-Z][a-z'-]{1,20})(?: (?-i:[A-Z][a-z'-]{1,20})){0,2} (?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|court|ct|boulevard|blvd|way|crescent|terrace|place|pl|gardens|square|highway)\b"),
    en("post code", r"(?-i:\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b)|(?-i:\b(?:CA|NY|TX|FL|WA|IL|NSW|VIC|QLD) \d{4,5}\b)|\b(?:i|we|he|she) lives? (?:at|on) \d{1,5}\b|\b\d{1,4}-\d{1,3}(?:-\d{1,3})?,? (?-i:[A-Z][a-z]+)(?:-(?:ku|cho|machi|shi|chome))"),
    both("street address", r"[0-9一二三四五六七八九十]{1,3}丁目[0-9一二三四五六七八九十]{1,3}|〒 ?\d{3}-?\d{4}|[一-龯]{1,5}[都道府県市区町村郡][一-龯ぁ-んァ-ヶ]{1,8}\d{1,4}-\d{1,4}|\d{1,4}番地\d{0,3}|(?:住所は|自宅は)[一-龯]{2,4}[都道府県市区]"),
    en("another person's health", rf"\b(?:next (?:to|bed)|another|other|a famous|celebrity|neighbou?r|roommate|in the (?:next|same) (?:bed|room)|across from|beside me|in front of me|politician|singer|actor|actress)\b[^.!?\n]{{0,70}}\b(?:has|had|have|with|suffers?|suffering|for|is|was|being treated)\b[^.!?\n]{{0,25}}\b{_SICK}"),
    en("health details", r"\b(?:hiv|hepatitis (?:b|c))[ -](?:positive|carrier)\b|\bi (?:have|had|also have) (?:hiv|aids|hepatitis|syphilis)\b"),
    both("another person's health", r"(?:隣|となり|同室|相部屋|他の(?:患者|方|人)|一緒(?:に|だ)|有名|芸能人|政治家|知り合い|近所)[^。\n]{0,30}(?:がん|ガン|癌|HIV|エイズ|肝炎|うつ|鬱|認知症|梅毒|陽性|パーキンソン|糖尿病|不妊|病気|自閉症|白血病)(?!の説明)"),
    both("health details", r"(?:HIV|梅毒|[BC]型肝炎|エイズ)[^。\n]{0,8}(?:陽性|感染者|キャリア|患者|だと|です)", after=r"の?検査"),
)  # fmt: skip
