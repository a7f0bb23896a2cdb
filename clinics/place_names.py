"""Places named in the names of institutions, with the reading that is certain there.

By prefecture: 福島 is a ward in Osaka, and 品川 in Saga is somebody's name, not the place.
"""

from functools import lru_cache

from clinics.asrm import bureaus

_BY_PREFECTURE = {
    "JP-01": "札幌 Sapporo, 旭川 Asahikawa, 函館 Hakodate",
    "JP-04": "仙台 Sendai",
    "JP-09": "宇都宮 Utsunomiya, 足利 Ashikaga, 戸祭 Tomatsuri",
    "JP-10": "前橋 Maebashi, 高崎 Takasaki, 伊勢崎 Isesaki",
    "JP-11": "大宮 Omiya, 浦和 Urawa, 川越 Kawagoe, 所沢 Tokorozawa, 越谷 Koshigaya",
    "JP-12": "船橋 Funabashi, 浦安 Urayasu, 松戸 Matsudo, 津田沼 Tsudanuma, 幕張 Makuhari",
    "JP-13": (
        "銀座 Ginza, 東京銀座 Tokyo Ginza, 新宿 Shinjuku, 南新宿 Minami-Shinjuku,"
        " 西新宿 Nishi-Shinjuku, 渋谷 Shibuya, 池袋 Ikebukuro, 西池袋 Nishi-Ikebukuro,"
        " 表参道 Omotesando, 原宿 Harajuku, 恵比寿 Ebisu, 広尾 Hiroo, 六本木 Roppongi,"
        " 麻布 Azabu, 西麻布 Nishi-Azabu, 麻布十番 Azabu-Juban, 赤坂 Akasaka, 青山 Aoyama,"
        " 南青山 Minami-Aoyama, 外苑前 Gaienmae, 新橋 Shimbashi, 虎ノ門 Toranomon,"
        " 西新橋 Nishi-Shimbashi, 日本橋 Nihombashi, 京橋 Kyobashi, 八重洲 Yaesu,"
        " 丸の内 Marunouchi, 有楽町 Yurakucho, 番町 Bancho, 築地 Tsukiji, 蔵前 Kuramae,"
        " 元浅草 Moto-Asakusa, 浅草 Asakusa, 上野 Ueno, 秋葉原 Akihabara, 神泉 Shinsen,"
        " 自由が丘 Jiyugaoka, 下北沢 Shimokitazawa, 池尻大橋 Ikejiri-Ohashi,"
        " 千歳船橋 Chitose-Funabashi, 浜田山 Hamadayama, 小石川 Koishikawa, 十条 Jujo,"
        " 羽田 Haneda, 品川 Shinagawa, 目黒 Meguro, 中目黒 Naka-Meguro, 代官山 Daikanyama,"
        " 吉祥寺 Kichijoji, 立川 Tachikawa, 八王子 Hachioji, 町田 Machida, 玉川 Tamagawa,"
        " 尾山台 Oyamadai, 二子玉川 Futako-Tamagawa, 成城 Seijo, 世田谷 Setagaya"
    ),
    "JP-14": (
        "横浜 Yokohama, 新横浜 Shin-Yokohama, 川崎 Kawasaki, 小田原 Odawara, 登戸 Noborito,"
        " ゆめが丘 Yumegaoka, 中央林間 Chuo-Rinkan, 藤沢 Fujisawa, 鎌倉 Kamakura"
    ),
    "JP-22": "静岡 Shizuoka, 浜松 Hamamatsu, 沼津 Numazu",
    "JP-23": "名古屋 Nagoya, 蒲郡 Gamagori, 豊橋 Toyohashi, 岡崎 Okazaki",
    "JP-24": "四日市 Yokkaichi",
    "JP-26": "下鴨 Shimogamo, 西京都 Nishi-Kyoto, 京都西院 Kyoto Saiin, 烏丸 Karasuma",
    "JP-27": (
        "梅田 Umeda, 大阪梅田 Osaka Umeda, 心斎橋 Shinsaibashi, 大阪心斎橋 Osaka Shinsaibashi,"
        " 堂島 Dojima, 大阪堂島 Osaka Dojima, 北新地 Kitashinchi, 難波 Namba, なんば Namba,"
        " 天王寺 Tennoji, 本町 Hommachi, 高槻 Takatsuki, 吹田 Suita, 枚方 Hirakata"
    ),
    "JP-28": "神戸 Kobe, 三宮 Sannomiya, 姫路 Himeji, 西宮 Nishinomiya, 芦屋 Ashiya",
    "JP-34": "広島 Hiroshima, 福山 Fukuyama",
    "JP-40": (
        "博多 Hakata, 博多駅前 Hakata-Ekimae, 天神 Tenjin, 福岡天神 Fukuoka Tenjin,"
        " 北九州 Kitakyushu, 若松 Wakamatsu, 戸畑 Tobata, 久留米 Kurume,"
        " 周船寺 Susenji, 九州 Kyushu"
    ),
    "JP-42": "佐世保 Sasebo",
    "JP-43": "天草 Amakusa",
    "JP-46": "鹿児島 Kagoshima",
    "JP-47": "那覇 Naha",
}  # fmt: skip
_SUFFIXES = "都府県"


@lru_cache(maxsize=64)
def places_in(prefecture: str) -> dict[str, str]:
    """Return {Japanese: English} of the places known in a prefecture ("JP-13"), with its own name."""
    found: dict[str, str] = {}
    if own := bureaus.PREFECTURES.get(prefecture):
        found[own.ja] = found[own.ja.rstrip(_SUFFIXES) or own.ja] = own.en
        if own.ja == "京都府":
            found["京都"] = own.en
    for pair in filter(None, _BY_PREFECTURE.get(prefecture, "").split(",")):
        japanese, english = pair.strip().split(" ", 1)
        found[japanese] = english
    return found
