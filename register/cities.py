"""Ward, city, town or village from a Japanese address; its English name where it is certain."""

import re
import unicodedata

from clinics.asrm import bureaus

_POSTCODE = re.compile(r"^〒?\d{3}[-‐‑–−ー]?\d{4}")
_PREFECTURE = re.compile("|".join(prefecture.ja for prefecture in bureaus.PREFECTURES.values()))

# The cities whose wards are part of the place (Local Autonomy Act, article 252-19).
_DESIGNATED = (
    "札幌|仙台|さいたま|千葉|横浜|川崎|相模原|新潟|静岡|浜松|名古屋|京都|大阪|堺|神戸|岡山|広島"
    "|北九州|福岡|熊本"
)
# Names that hold a sign for city, ward, county, town or village themselves.
_CITIES = (
    "四日市|廿日市|野々市|八日市場|八日市|今市|市川|市原|町田|大町|十日町|東村山|武蔵村山|村山|村上"
    "|大村|田村|羽村|大和郡山|郡山|郡上|蒲郡|小郡"
)
_COUNTIES = "余市|高市|東村山|西村山|北村山|田村"
_TOWNS = "大町町|玉村町"
# The towns and villages of Tokyo's islands belong to no county.
_ISLANDS = (
    "大島町|利島村|新島村|神津島村|三宅村|御蔵島村|八丈町|青ヶ島村|小笠原村"
)  # fmt: skip

_PLACES = (
    rf"(?:{_DESIGNATED})市[^市0-9]{{1,4}}?区",
    rf"(?:{_CITIES})市",
    rf"(?:{_COUNTIES}|[^市区町村0-9]{{1,5}}?)郡(?:{_TOWNS}|[^0-9]{{1,7}}?[町村])",
    r"[^市区町村郡0-9]{1,7}市",
    r"[^市郡町0-9]{1,4}?区",
    rf"(?:三宅島|八丈島|伊豆)?(?P<island>{_ISLANDS})",
)
_PLACE = re.compile("|".join(_PLACES))

# Tokyo's wards and the cities of the shipped sample; others stay in Japanese.
ENGLISH = {
    "千代田区": "Chiyoda", "中央区": "Chuo", "港区": "Minato", "新宿区": "Shinjuku",
    "文京区": "Bunkyo", "台東区": "Taito", "墨田区": "Sumida", "江東区": "Koto",
    "品川区": "Shinagawa", "目黒区": "Meguro", "大田区": "Ota", "世田谷区": "Setagaya",
    "渋谷区": "Shibuya", "中野区": "Nakano", "杉並区": "Suginami", "豊島区": "Toshima",
    "北区": "Kita", "荒川区": "Arakawa", "板橋区": "Itabashi", "練馬区": "Nerima",
    "足立区": "Adachi", "葛飾区": "Katsushika", "江戸川区": "Edogawa", "八王子市": "Hachioji",
    "立川市": "Tachikawa", "武蔵野市": "Musashino", "町田市": "Machida", "長岡京市": "Nagaokakyo",
    "蒲郡市": "Gamagori", "箕面市": "Minoh", "宇都宮市": "Utsunomiya", "前橋市": "Maebashi",
    "高崎市": "Takasaki", "大津市": "Otsu", "守山市": "Moriyama", "豊中市": "Toyonaka",
    "吹田市": "Suita", "高槻市": "Takatsuki", "枚方市": "Hirakata", "八尾市": "Yao",
    "岸和田市": "Kishiwada", "柏原市": "Kashiwara", "四日市市": "Yokkaichi", "津市": "Tsu",
    "刈谷市": "Kariya", "富士市": "Fuji",
    "福岡市中央区": "Chuo, Fukuoka", "福岡市博多区": "Hakata, Fukuoka",
    "大阪市北区": "Kita, Osaka", "大阪市中央区": "Chuo, Osaka", "大阪市住吉区": "Sumiyoshi, Osaka",
    "大阪市平野区": "Hirano, Osaka", "大阪市福島区": "Fukushima, Osaka",
    "大阪市都島区": "Miyakojima, Osaka", "大阪市阿倍野区": "Abeno, Osaka",
    "堺市西区": "Nishi, Sakai", "横浜市西区": "Nishi, Yokohama",
    "横浜市中区": "Naka, Yokohama", "京都市中京区": "Nakagyo, Kyoto",
    "京都市下京区": "Shimogyo, Kyoto", "京都市西京区": "Nishikyo, Kyoto",
    "京都市南区": "Minami, Kyoto", "京都市左京区": "Sakyo, Kyoto", "京都市右京区": "Ukyo, Kyoto",
    "名古屋市中区": "Naka, Nagoya", "名古屋市千種区": "Chikusa, Nagoya",
    "名古屋市西区": "Nishi, Nagoya", "札幌市中央区": "Chuo, Sapporo",
}  # fmt: skip


def city_of(address: str) -> tuple[str, str]:
    """Return (Japanese, English or "") of the ward or city; blanks where the address has none.

    A ward stands with its city ("大阪市北区"), a town with its county ("余市郡余市町").
    """
    text = "".join(unicodedata.normalize("NFKC", address).split())
    text = _POSTCODE.sub("", text)
    while found := _PREFECTURE.match(text):
        text = text[found.end() :]
    place = _PLACE.match(text)
    if place is None:
        return "", ""
    city = place.group("island") or place.group(0)
    return city, ENGLISH.get(city, "")
