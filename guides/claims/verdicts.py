"""The closed list of verdicts. Words are data: they stand in the open data in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

VERDICTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "supported": {"en": "Supported", "ja": "裏付けあり"},
        "partly": {"en": "Partly true", "ja": "一部は正しい"},
        "unsupported": {"en": "Not supported", "ja": "裏付けなし"},
        "wrong": {"en": "Wrong", "ja": "誤り"},
    }
)
MEANING: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "supported": {"en": "The sources say the same.", "ja": "出典も同じことを述べています。"},
        "partly": {
            "en": "Something in it is true, and something is missing or too strong.",
            "ja": "正しい部分もありますが、足りない点や言い過ぎがあります。",
        },
        "unsupported": {
            "en": "We looked and found nothing that shows it.",
            "ja": "探しましたが、それを示すものは見つかりませんでした。",
        },
        "wrong": {"en": "The sources say something else.", "ja": "出典は違うことを述べています。"},
    }
)
THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "law": {"en": "Law, numbers and vetting", "ja": "法律・番号・審査"},
        "proof": {"en": "Does it work?", "ja": "効くのですか"},
        "cells": {"en": "The cells", "ja": "細胞"},
        "harm": {"en": "Harm and safety", "ja": "害と安全"},
        "money": {"en": "Money and the journey", "ja": "費用と渡航"},
    }
)
