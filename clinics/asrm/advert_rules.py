"""Phrases in adverts that are wrong or need a question, as data for ``advert``."""

from __future__ import annotations

import re
from dataclasses import dataclass

JSRM = "https://www.jsrm.jp/news/news-15165/"
"""Japanese Society for Regenerative Medicine, 2024-05-20: plans are filed, not approved."""
DONOR = "http://www.mhlw.go.jp/stf/houdou/0000152281.html"
"""Health ministry, 2017: another person's cord blood without a Class I plan broke the law."""
FLUID = "https://www.mhlw.go.jp/content/001281987.pdf"
"""Health ministry, 2024-07-31: culture fluid and exosomes, no approved product exists."""
ADVERTS = "https://aurora-clinic.jp/guideline/"
"""The medical advertising guidelines, as summarised by a clinic."""
DEATHS = "https://news.livedoor.com/article/detail/30762064/"
"""Second emergency order after a death during a drip of a patient's own cells, 2026-03-13."""
ANTIBODIES = "https://pmc.ncbi.nlm.nih.gov/articles/PMC5705547/"
"""Review of 2017: antibodies against donor stem cells are documented."""
TRIAL = "https://stemcellres.biomedcentral.com/articles/10.1186/s13287-022-02848-6"
"""Double-blind trial of 2022: 20 in 100 met the goal with cells, 5 in 100 with a dummy drip."""


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    pattern: re.Pattern[str]
    why_en: str
    why_ja: str
    source: str


def _rule(code: str, patterns: tuple[str, ...], why_en: str, why_ja: str, source: str) -> Rule:
    return Rule(code, re.compile("|".join(patterns)), why_en, why_ja, source)


_MINISTRY_EN = (
    r"(?:(?:the )?(?:japanese |japan's )?(?:ministry of health|health ministry|ministry|mhlw"
    r"|government|health authorities|asrm|law))"
)
_STATE = r"(?:approved|licen[sc]ed|certified|accredited|authori[sz]ed|endorsed)"
# "Is not approved" is what a clinic should say: these words behind (JA) or before (EN) clear it.
_NOT_JA = (
    r"(?!(?:さ|し|す|を|で|は)[^。、\nが副]{0,12}?(?:ない|なく|ません|ございません)|な(?:し|く)|外)"
)
_NOT_EN = r"(?<!not )(?<!not been )(?<!not yet )(?<!never )(?<!not a )(?<!no )(?<!without )"
_MINISTRY_JA = r"(?:厚生労働省|厚労省|厚生労働大臣|厚生局|国|政府)"

# Patterns run on lower-case text in which full-width Latin is plain and white space is one space.
# All gaps are bounded, so the time grows with the length of the text only.
RULES: tuple[Rule, ...] = (
    _rule(
        "approved",
        (rf"\b{_NOT_EN}(?:government|ministry|mhlw|state|officially|fully|legally|asrm)"
         rf"[- ]{{0,2}}(?:{_STATE}|approval|licen[sc]e|certification)\b",
         rf"\b{_NOT_EN}{_STATE} (?:by|from|under) {_MINISTRY_EN}\b",
         rf"\b{_NOT_EN}{_STATE} (?:stem[- ]cell |regenerative |regenerative medicine )?"
         r"(?:clinics?|treatments?|therap(?:y|ies)|providers?)\b",
         rf"{_MINISTRY_JA}[^。\n]{{0,12}}?(?:(?<!未)承認|認可|(?<!無)許可|公認"
         rf"|認定(?!再生医療等委員会|委員会)|お墨付き){_NOT_JA}"),
        "A plan is filed with the ministry. The ministry does not approve, license or certify it.",
        "計画は届出(受理)されるもので、国が承認・許可・認定するものではありません。",
        JSRM,
    ),
    _rule(
        "approval_word",
        (rf"(?<!未)承認(?!医薬品|医療機器){_NOT_JA}", rf"(?<!無)認可{_NOT_JA}",
         rf"(?<!無)許可{_NOT_JA}"),
        "Ask what this word refers to. A treatment plan is filed, not approved. "
        "Only a cell lab outside a clinic can hold a licence.",
        "何に対する言葉か確認しましょう。計画は届出(受理)です。許可があるのは院外の細胞培養加工施設だけです。",
        JSRM,
    ),
    _rule(
        "licence_number",
        (r"\blicen[sc]e (?:numbers?|nos?\b)", r"(?:承認|認可|許可)番号"),
        "There is no licence number for a treatment. It is a plan number: filed, not approved.",
        "治療に「許可番号」「承認番号」はありません。計画番号(届出)です。",
        JSRM,
    ),
    _rule(
        "cure",
        (r"\b(?:cure[sd]?|curing|curative)\b", r"完治|根治|(?:必ず|確実に|完全に)[^。\n]{0,6}治(?:り|る|す)"),
        "Nobody can promise a cure. Ask what the best trial found, and against what.",
        "治癒を約束することはできません。どの試験で、何と比べた結果か聞きましょう。",
        TRIAL,
    ),
    _rule(
        "guaranteed",
        (r"\b(?<!no )(?<!not )(?<!cannot be )(?<!never )guarantee(?:[sd]|ing)?\b",
         r"(?:効果|結果|安全(?:性)?|改善|満足)[^。\n]{0,6}保証(?!する(?:もの|わけ)では|しません|できません|はでき|はあり"
         r"|され(?:ない|ません|るものでは))", r"100 ?[%%](?: ?(?:の)?(?:安全|効果|safe|effective|success))"),
        "Results and safety cannot be guaranteed. Advertising rules forbid the promise.",
        "効果や安全性は保証できません。広告規制でも禁止されています。",
        ADVERTS,
    ),
    _rule(
        "no_side_effects",
        (r"\b(?:no|zero|without|free (?:of|from)) (?:any |known |serious )?(?:side|adverse)[- ]effects?",
         r"\b(?:completely|totally|perfectly|100 ?%) safe\b|\brisk[- ]free\b|\bno risks?\b",
         r"副作用(?:が|は|も|の)?(?:一切|ほとんど|全く|まったく|心配(?:が|は|も)?)?(?:ない|無い|なし|無し|ありません|ゼロ|なく|起こりません)",
         r"(?:完全|絶対)に?安全|リスク(?:が|は)?(?:ない|ゼロ|ありません)"),
        "No treatment is free of risk. Two people died during drips of their own cells in "
        "2025 and 2026. Ask for the known risks in writing.",
        "リスクのない治療はありません。自己細胞の点滴中に2025年と2026年に2人が亡くなりました。"
        "リスクの説明を書面で求めましょう。",
        DEATHS,
    ),
    _rule(
        "non_immunogenic",
        (r"\bnon[- ]?immunogenic\b|\bimmune[- ]privileged\b|\bno (?:risk of )?(?:immune )?rejection\b",
         r"免疫原性(?:が|は)?(?:ない|なく|ありません)|拒絶反応(?:が|は|の(?:心配|リスク)(?:が|は|も)?)?"
         r"(?:ない|なく|なし|ありません|起こりません)"),
        "Donor cells can cause an immune reaction: antibodies have been found.",
        "他人の細胞は免疫反応を起こすことがあります(抗体の報告があります)。",
        ANTIBODIES,
    ),
    _rule(
        "success_rate",
        (r"\bsuccess rates?\b|\b\d{2,3} ?% success", r"成功率|有効率|改善率"),
        "Ask who was counted, how, and against what. In the best trial some people also got "
        "better with a dummy drip.",
        "誰を、どう数え、何と比べたか聞きましょう。最も良い試験では偽の点滴でも改善した人がいました。",
        TRIAL,
    ),
    _rule(
        "reverse",
        (r"\brevers(?:e[sd]?|ing|al of) (?:\w+ ){0,3}(?:diabetes|ageing|aging|disease)",
         r"\b(?:breakthrough|miracle)\b|\breset(?:s|ting)? (?:the |your )?immune",
         r"奇跡の|夢の治療|若返りを実現"),
        "This is a strong promise without a source. Ask which trial shows it.",
        "根拠の示されない強い表現です。どの試験の結果か聞きましょう。",
        TRIAL,
    ),
    _rule(
        "best",
        (r"\b(?:best|leading|top|no\. ?1|number one|world[- ]class) (?:\w+ ){0,2}(?:clinic|hospital|doctor)s?\b",
         r"日本一|世界一|業界(?:no\.?1|初|最高)|最高(?:峰|水準|レベル)の(?:治療|医療|技術)|no\.?1(?:クリニック|の実績)"),
        "Advertising rules forbid saying that a clinic is better than others.",
        "他院より優れているという比較優良広告は禁止されています。",
        ADVERTS,
    ),
)  # fmt: skip

# Two things that contradict each other when they stand close together.
DONOR_CELLS = re.compile(
    r"umbilical[- ]?cord|cord[- ](?:blood|derived|cells?|tissue|stem)|wharton'?s? jelly|placent\w{1,4}"
    r"|\ballogen\w{1,8}|\bdonor[- ](?:derived |stem |msc )?cells?"
    r"|臍帯血?|さい帯血?|胎盤|他家|同種(?!類)|ドナー(?:の)?細胞"
)
OWN_CORD = re.compile(r"own (?:umbilical )?cord|自己臍帯血?")
FLUIDS = re.compile(
    r"exosomes?\b|secretome|conditioned medi(?:um|a)|\bsupernatants?\b|エ[クキ]ソソーム|上清(?:液)?"
)
CLASS_TWO_OR_THREE = re.compile(
    r"\b(?:class|type|category)[- ](?:ii|iii|2|3|two|three)\b|第(?:二|三|2|3|ii|iii|Ⅱ|Ⅲ)種"
)
DONOR_WHY = (
    "Another person's cells are Class I, whatever the tissue. A Class II or III number cannot "
    "cover them. Ask for the Class I plan.",
    "他人の細胞は組織にかかわらず第一種です。第二種・第三種の番号では提供できません。第一種の計画を確認しましょう。",
)
FLUID_WHY = (
    "Exosomes and culture fluid hold no cells. They are outside this law and have no plan "
    "number. Ask what the number belongs to.",
    "エクソソームや培養上清液は細胞を含まず、法の対象外で計画番号もありません。番号が何の計画か確認しましょう。",
)
