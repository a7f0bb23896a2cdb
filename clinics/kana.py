"""Kana in Latin letters: Hepburn as in passports, without signs for long vowels."""

import re

_BASE = """
あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto
なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo
らra りri るru れre ろro わwa ゐi ゑe をo んn がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo
だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo ゔvu
ぁa ぃi ぅu ぇe ぉo ゃya ゅyu ょyo ゎwa
きゃkya きゅkyu きょkyo しゃsha しゅshu しょsho しぇshe ちゃcha ちゅchu ちょcho ちぇche
にゃnya にゅnyu にょnyo ひゃhya ひゅhyu ひょhyo みゃmya みゅmyu みょmyo りゃrya りゅryu りょryo
ぎゃgya ぎゅgyu ぎょgyo じゃja じゅju じょjo じぇje びゃbya びゅbyu びょbyo ぴゃpya ぴゅpyu ぴょpyo
ふぁfa ふぃfi ふぇfe ふぉfo ふゅfyu うぃwi うぇwe うぉwo ゔぁva ゔぃvi ゔぇve ゔぉvo
てぃti でぃdi とぅtu どぅdu でゅdyu てゅtyu つぁtsa つぇtse つぉtso くぁkwa くぃkwi くぇkwe くぉkwo
"""
_TABLE = {re.sub(r"[a-z]+", "", pair): re.sub(r"[^a-z]+", "", pair) for pair in _BASE.split()}
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヴ") + 1)}
# つう and ふう are more often two words ("まつうら" → "Matsuura") than one long vowel.
_LONG = re.compile(r"(?P<o>o)[ou]|(?P<u>(?:[yj]|[sc]h)u)u")


def romanised(kana: str) -> str:
    """Return a word of kana in Latin letters with a capital ("はっとり" → "Hattori")."""
    text = kana.translate(_TO_HIRAGANA)
    parts: list[str] = []
    place, doubled = 0, False
    while place < len(text):
        sign = text[place]
        if sign in "っー":
            doubled = doubled or sign == "っ"
            place += 1
            continue
        length = 2 if text[place : place + 2] in _TABLE else 1
        latin = _TABLE.get(text[place : place + length], "")
        if doubled and latin[:1] not in tuple("aiueon"):
            latin = ("t" if latin.startswith("ch") else latin[:1]) + latin
        if parts and parts[-1] == "n" and latin[:1] in tuple("aiueoy"):
            latin = f"'{latin}"
        parts.append(latin)
        doubled, place = False, place + length
    word = _LONG.sub(lambda found: found.group("o") or found.group("u"), "".join(parts))
    return word[:1].upper() + word[1:]
