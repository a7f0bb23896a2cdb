"""Ward or city from a Japanese address, and its English name where it is certain."""

import re

from clinics.asrm import bureaus

# Names that hold the sign for "city" themselves come first.
_CITY = re.compile(
    r"^(?:四日市市|廿日市市|野々市市|八日市場市|市川市|市原市|.{1,5}?郡.{1,6}?[町村]|.{1,7}?市.{1,4}?区|.{1,4}?区|.{1,7}?市)"
)

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
    "高崎市": "Takasaki", "大津市": "Otsu", "豊中市": "Toyonaka", "吹田市": "Suita",
    "福岡市中央区": "Chuo, Fukuoka", "福岡市博多区": "Hakata, Fukuoka",
    "大阪市北区": "Kita, Osaka", "大阪市中央区": "Chuo, Osaka", "横浜市西区": "Nishi, Yokohama",
    "横浜市中区": "Naka, Yokohama", "京都市中京区": "Nakagyo, Kyoto",
    "名古屋市中区": "Naka, Nagoya", "札幌市中央区": "Chuo, Sapporo",
}  # fmt: skip


def city_of(address: str) -> tuple[str, str]:
    """Return (Japanese, English or "") of the ward or city; blanks where the address has none."""
    text = "".join(address.split())
    for prefecture in bureaus.PREFECTURES.values():
        while text.startswith(prefecture.ja):
            text = text[len(prefecture.ja) :]
    found = _CITY.match(text)
    city = found.group(0) if found else ""
    return city, ENGLISH.get(city, "")
