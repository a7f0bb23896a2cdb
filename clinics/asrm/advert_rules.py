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
LAW = "https://jahis.law.nagoya-u.ac.jp/lawdb/l/425a0085"
"""Act 85 of 2013 on the safety of regenerative medicine, in force since 2014-11-25."""
NOT_EXAMINED = "https://times.abema.tv/articles/-/10168957?page=3"
"""The ministry to the press: a plan is accepted if formally in order, it is not examined."""
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
_NOT_BEFORE = r"(?<!not )(?<!no )(?<!cannot )(?<!cannot be )(?<!never )(?<!n't )(?<!without a )"
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
        (rf"\b{_NOT_BEFORE}(?:cure[sd]?|curing|curative)\b",
         r"(?:完治|根治|(?:必ず|確実に|完全に)[^。\n]{0,6}治(?:り|る|す)"
         r"|(?:糖尿病|がん|ガン|癌|病気|難病)(?:が|を)(?:治り|治る|治す|治し))"
         r"(?![^。\n]{0,12}(?:ない|ません|ではな))"),
        "Nobody can promise a cure. Ask what the best trial found, and against what.",
        "治癒を約束することはできません。どの試験で、何と比べた結果か聞きましょう。",
        TRIAL,
    ),
    _rule(
        "guaranteed",
        (rf"\b{_NOT_BEFORE}guarantee(?:[sd]|ing)?\b",
         r"(?:効果|結果|安全(?:性)?|改善|満足)[^。\n]{0,6}保証(?!する(?:もの|わけ)では|しません|できません|はでき|はあり"
         r"|され(?:ない|ません|るものでは))", r"100 ?[%%](?: ?(?:の)?(?:安全|効果|成功|満足|safe|effective|success))"),
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
        "examined",
        (rf"\b{_NOT_EN}(?:vetted|inspected|examined|screened|recogni[sz]ed|supported) by {_MINISTRY_EN}\b",
         rf"{_MINISTRY_JA}(?:の|による|が)?(?:厳しい|厳格な)?(?:審査|検査)(?:を|に|が)?"
         r"(?:受け|通過|合格|クリア|パス|済)(?!て(?:い)?(?:ない|ません))"),
        "The ministry does not examine a Class II or III plan. It accepts the papers if they are "
        "complete.",
        "第二種・第三種の計画を国が中身まで審査することはありません。形式が整っていれば受理されます。",
        NOT_EXAMINED,
    ),
    _rule(
        "testimonial",
        (r"\b(?:patient )?testimonials?\b|\b(?:patient|success) stories\b",
         r"体験談|(?:患者|利用者)(?:様|さま|さん)?の(?:喜びの)?声|喜びの声"),
        "Japan's rules for medical adverts forbid patients' stories about the effect.",
        "治療の効果に関する患者の体験談は、医療広告で禁止されています。",
        ADVERTS,
    ),
    _rule(
        "before_after",
        (r"\bbefore[- ](?:and|&)[- ]after (?:photos?|pictures?|images?)\b",
         r"ビフォー(?:&|・|アンド)?アフター|術前術後の写真|治療前後の写真"),
        "Before-and-after pictures mislead easily. The rules forbid them where treatment, price "
        "and risks do not stand beside them.",
        "治療前後の写真は誤解を招きやすく、治療内容・費用・リスクの説明のない掲載は禁止されています。",
        ADVERTS,
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
    r"\b(?:class|type(?![- ]\w+[- ](?:dm|diabet))|category)[- ](?:ii|iii|2|3|two|three)\b|第(?:二|三|2|3|ii|iii|Ⅱ|Ⅲ)種"
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
CLASS_WORD = re.compile(
    r"\b(?:class|category)[- ](?P<en>iii|ii|i|3|2|1)\b|第(?P<ja>[一二三123ⅠⅡⅢ]|iii|ii|i)種"
)
CLASS_VALUES = {
    "i": "1", "1": "1", "一": "1", "Ⅰ": "1",
    "ii": "2", "2": "2", "二": "2", "Ⅱ": "2",
    "iii": "3", "3": "3", "三": "3", "Ⅲ": "3",
}  # fmt: skip
LETTER_WHY = (
    "The class in the words is not the class in the number. PA is Class I, PB is Class II, PC is "
    "Class III. Ask which one is right.",
    "文面の区分と番号の区分が違います。PAは第一種、PBは第二種、PCは第三種です。どちらが正しいか確認しましょう。",
)
CLASSES = "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000150542_00003.html"
"""Health ministry: the three classes and the committees that look at each."""

# A day said of a filing. The words must touch it: a clinic may well have opened before the law.
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DAY = re.compile(
    r"(?:(?P<era>平成|昭和|令和) ?)?(?P<y>元|\d{1,4})年 ?(?P<m>\d{1,2})月(?: ?(?P<d>\d{1,2})日)?"
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)[./-](?P<m2>\d{1,2})[./-](?P<d2>\d{1,2})(?!\d)"
    rf"|(?:(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? )?\b(?P<m3>{_MONTHS})[a-z]{{0,6}}\.? "
    r"(?:(?P<d4>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<y3>(?:19|20)\d\d)\b"
)
MONTHS = {name: number for number, name in enumerate(_MONTHS.split("|"), start=1)}
FILED_BEFORE = re.compile(
    r"(?:受理(?:年月)?日?時?|届出(?:年月)?日?|計画番号|施設番号|提供計画|許可(?:年月)?日?"
    r"|plan numbers?|filed|filing date|accepted|notified|licen[sc]ed?)"
    r"[^。、．!?]{0,14}$"
)
FILED_BEHIND = re.compile(
    r"^[)）]?(?:付け?)?(?:に|で)?(?:厚生労働省|厚労省|厚生局)?(?:に|へ|にて|が)?"
    r"(?:受理|届出|提出)|^ ?[)）]?,? ?(?:filed|accepted)"
)
DATE_WHY = (
    "This law began on 25 November 2014. Nothing can have been filed under it before that day.",
    "この法律は2014年11月25日に始まりました。それより前の届出はありえません。",
)
