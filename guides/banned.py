"""Words that promise what nobody can promise (the list is of the project's content rules)."""

import re

ENGLISH = (
    r"cures?|cured|curing", r"revers(e|es|ed|ing)", r"resets?", r"breakthroughs?", r"safe havens?",
    r"guaranteed", r"risk[- ]free", r"success rates?", r"non-immunogenic", r"younger cells?",
    r"certified clinics?", r"best", r"no\. ?1", r"number one", r"miracles?", r"licen[cs]ed",
    r"before[- ]and[- ]after photos?", r"(government|ministry|mhlw|state)[- ](approved|certified)",
    r"(?<!not )(officially )?approved by (the )?(health )?(ministry|government|mhlw|state)",
)  # fmt: skip
JAPANESE = (
    "完治", "根治", "治癒率", "成功率", "画期的", "奇跡", "若返", "若い細胞", "リスクゼロ", "リスクなし",
    "副作用なし", "絶対に?安全", "必ず(治|効)", "日本一", "No\\.? ?1", "ナンバーワン", "最高の", "最先端",
    "(国|政府|厚生労働省|厚労省|大臣)(が|に|から|の)?(正式に)?(承認|認可)(済|され|を受け|し)", "認可クリニック",
    "認定クリニック", "ビフォーアフター", "免疫をリセット", "拒絶反応(が|は)?ない",
)  # fmt: skip
PATTERNS = {
    "en": re.compile(rf"(?<![\w-])({'|'.join(ENGLISH)})(?![\w-])", re.IGNORECASE),
    "ja": re.compile("|".join(f"(?:{word})" for word in JAPANESE), re.IGNORECASE),
}


def found_in(text: str, language: str) -> list[str]:
    """Return the banned words of a text, as written. An English word counts in Japanese too."""
    languages = ("en",) if language == "en" else ("en", "ja")
    return [m[0] for name in languages for m in PATTERNS[name].finditer(text)]
