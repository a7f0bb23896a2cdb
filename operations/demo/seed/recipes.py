"""What the invented clinics offer: combinations that the law's class rules allow.

All amounts are invented; they only have the size that published prices have.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """One kind of treatment; ``jpy`` = lowest and highest price of one dose."""

    title_ja: str
    title_en: str
    conditions: tuple[str, ...]
    product: str
    product_detail: str
    origin: str
    tissue: str
    processing: str
    route: str
    asrm_class: str
    jpy: tuple[int, int]
    doses: int
    visits: int
    cells: int | None = None


_DRIP = "Own fat stem cells, grown in a lab, by drip"
RECIPES = (
    Recipe("(見本)自己脂肪由来幹細胞を用いた2型糖尿病の治療", f"(Sample) {_DRIP}; named in the title: type 2 diabetes",
           ("t2d",), "fat_msc", "asc", "own", "adipose", "cultured", "iv", "2",
           (1_650_000, 2_750_000), 1, 3, 200_000_000),
    Recipe("(見本)自己脂肪由来幹細胞を用いた糖尿病の治療", f"(Sample) {_DRIP}; named in the title: diabetes",
           ("diabetes_ns",), "fat_msc", "asc", "own", "adipose", "cultured", "iv", "2",
           (1_320_000, 2_200_000), 3, 5, 100_000_000),
    Recipe("(見本)慢性疼痛に対する自己脂肪由来幹細胞治療", f"(Sample) {_DRIP}; named in the title: long-lasting pain",
           ("chronic_pain",), "fat_msc", "asc", "own", "adipose", "cultured", "iv", "2",
           (1_100_000, 2_200_000), 1, 3, 100_000_000),
    Recipe("(見本)動脈硬化症に対する自己脂肪由来幹細胞治療", f"(Sample) {_DRIP}; named in the title: hardened arteries",
           ("arteriosclerosis",), "fat_msc", "asc", "own", "adipose", "cultured", "iv", "2",
           (1_210_000, 1_980_000), 2, 4, 100_000_000),
    Recipe("(見本)変形性膝関節症に対する自己脂肪由来幹細胞治療",
           "(Sample) Own fat stem cells, grown in a lab, into the joint; named in the title: knee osteoarthritis",
           ("knee_oa",), "fat_msc", "asc", "own", "adipose", "cultured", "intra_articular", "2",
           (880_000, 1_650_000), 1, 3, 50_000_000),
    Recipe("(見本)多血小板血漿を用いた変形性膝関節症の治療",
           "(Sample) Platelets (PRP) into the joint; named in the title: knee osteoarthritis",
           ("knee_oa",), "platelets", "prp", "own", "peripheral_blood", "minimally",
           "intra_articular", "2", (66_000, 330_000), 1, 1),
    Recipe("(見本)自己骨髄由来間葉系幹細胞を用いた脳卒中の治療",
           "(Sample) Own marrow stem cells, grown in a lab, by drip; named in the title: stroke",
           ("stroke",), "marrow_msc", "", "own", "bone_marrow", "cultured", "iv", "2",
           (2_200_000, 3_850_000), 1, 4, 100_000_000),
    Recipe("(見本)多血小板血漿を用いた脱毛症の治療",
           "(Sample) Platelets (PRP) into the scalp; named in the title: hair loss",
           ("hair",), "platelets", "prp", "own", "peripheral_blood", "minimally",
           "local_injection", "3", (55_000, 165_000), 3, 3),
    Recipe("(見本)自家培養真皮線維芽細胞を用いた皮膚の治療",
           "(Sample) Own skin cells, grown in a lab; named in the title: skin",
           ("skin",), "skin_cells", "", "own", "dermal_fibroblast", "cultured",
           "intradermal", "2", (880_000, 1_430_000), 1, 3),
    Recipe("(見本)自己NK細胞を用いた悪性腫瘍の予防",
           "(Sample) Own NK cells by drip; named in the title: prevention of cancer",
           ("cancer_prevention",), "immune", "nk", "own", "peripheral_blood", "cultured",
           "iv", "3", (220_000, 385_000), 6, 7),
    Recipe("(見本)多血小板フィブリンを用いた歯周病の治療",
           "(Sample) Platelets (PRF) in dentistry; named in the title: gum disease",
           ("periodontal",), "platelets", "prf", "own", "peripheral_blood", "minimally",
           "surgical", "3", (33_000, 110_000), 1, 2),
    Recipe("(見本)幹細胞培養上清液の点滴",
           "(Sample) Culture fluid without cells, by drip",
           (), "cell_free", "supernatant", "none", "", "", "iv", "outside",
           (88_000, 275_000), 5, 5),
)  # fmt: skip

# Which recipes a clinic of the sample offers together.
MENUS = (
    (0, 2, 3), (4, 5), (1, 2), (0, 4), (7, 8), (9,), (6, 2), (1, 3, 11), (5, 7), (0, 1),
    (4,), (2, 3, 4), (10,), (8, 11), (9, 2), (6,), (3, 0), (5, 4, 7),
)  # fmt: skip

PLACES = (
    ("JP-13", "新宿区", "Shinjuku"), ("JP-13", "港区", "Minato"), ("JP-13", "中央区", "Chuo"),
    ("JP-13", "渋谷区", "Shibuya"), ("JP-27", "大阪市北区", "Kita, Osaka"),
    ("JP-27", "大阪市中央区", "Chuo, Osaka"), ("JP-40", "福岡市博多区", "Hakata, Fukuoka"),
    ("JP-26", "京都市中京区", "Nakagyo, Kyoto"), ("JP-23", "名古屋市中区", "Naka, Nagoya"),
    ("JP-14", "横浜市西区", "Nishi, Yokohama"), ("JP-01", "札幌市中央区", "Chuo, Sapporo"),
    ("JP-47", "那覇市", "Naha"), ("JP-04", "仙台市青葉区", "Aoba, Sendai"),
    ("JP-34", "広島市中区", "Naka, Hiroshima"),
)  # fmt: skip

# Plants and weather: words no real clinic is meant by once 見本 stands in front.
WORDS = (
    ("Maple", "かえで"), ("Willow", "やなぎ"), ("Plum", "うめ"), ("Pine", "まつ"),
    ("Bamboo", "たけ"), ("Camellia", "つばき"), ("Iris", "あやめ"), ("Lotus", "はす"),
    ("Clover", "くろーばー"), ("Cedar", "すぎ"), ("Ginkgo", "いちょう"), ("Fern", "しだ"),
    ("Moss", "こけ"), ("Reed", "あし"), ("Rain", "あめ"), ("Snow", "ゆき"), ("Cloud", "くも"),
    ("Breeze", "そよかぜ"), ("Dawn", "あけぼの"), ("Dusk", "たそがれ"),
)  # fmt: skip

RISKS = {
    "iv": (
        "Fever, feeling sick, pain or a bruise where the needle goes in. Serious infection or a "
        "blood clot can happen. (Sample text)",
        "発熱、吐き気、針を刺した部位の痛みや内出血。重い感染や血栓が起こることがあります。(見本の文)",
    ),
    "": (
        "Pain, swelling or a bruise where the needle goes in. Infection can happen. (Sample text)",
        "針を刺した部位の痛み、腫れ、内出血。感染が起こることがあります。(見本の文)",
    ),
}
