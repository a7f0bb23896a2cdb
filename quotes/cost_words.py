"""Which cost of the one list (quotes.lines) the words of a clinic's price list mean."""

import re

# One pattern a code, English and Japanese; only what cannot mean anything else.
_MEANS = {
    "consultation": r"first (visit|consultation|examination)|^consultation|初診|初回診察",
    "tests": r"\b(blood|infection|lab\w*) (and infection )?tests?\b|血液検査|感染症検査|^検査",
    "harvest": r"\bharvest|taking (of )?(your )?(cells|tissue|fat)|採取",
    "culture": r"\bcell culture|growing (the )?cells|培養",
    "storage": r"\bcell (storage|banking)|storing (the )?cells|保管|細胞保存|凍結保存",
    "follow_up": r"follow-?\s?up|再診|経過観察",
    "interpreter": r"interpret|通訳",
    "tax": r"consumption tax|^消費税",
}
_PATTERNS = {code: re.compile(words, re.IGNORECASE) for code, words in _MEANS.items()}


def code_for(*labels: str) -> str:
    """Return the code of ``quotes.lines`` that the labels of one cost mean.

    "other" when they mean none, or several at once ("taking and growing the cells"): such a cost
    keeps its own words.
    """
    found = {code for code, words in _PATTERNS.items() for text in labels if words.search(text)}
    return found.pop() if len(found) == 1 else "other"
