"""Words in filed titles and what they state, as data for ``titles``.

Written from different titles of the ministry's lists of Class II and III plans (15
prefectures, September 2026), corrected with the open part of tests/data/titles. Each row: code, pattern on the NFKC text without inner spaces.
A row states only what its words say; the tests keep the readings of real titles.
"""

from __future__ import annotations

import re

Row = tuple[str, re.Pattern[str]]


def _rows(*pairs: tuple[str, str]) -> tuple[Row, ...]:
    return tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in pairs)


# Own immune disease, own cancer antigen and "own expense" say nothing about whose cells are given.
ORIGINS = _rows(
    ("own", r"自己(?!免疫(?!細胞)|(?:の)?(?:がん|癌|腫瘍)抗原|負担|管理|注射)|自家(?!中毒)|患者(?:本人|自身)の"
            r"|autologous"),
    ("donor", r"他家|同種(?!類)|ドナー|allogeneic"),
)  # fmt: skip

_STEM = "(?:間葉系|幹細胞|間質細胞)"
_NEAR = r"[^、。,を]{0,16}?"

# Exact products. The group follows from terms; ``GROUPS`` names groups without an exact product.
PRODUCTS = _rows(
    ("adrc", r"再生\(?幹\)?細胞|再生細胞|ADRCs?"),
    ("mfat", r"(?:微小|マイクロ)(?:細断|フラグメント)[^、。]{0,8}|lipogems"),
    ("bmac", r"(?:濃縮骨髄|骨髄濃縮|骨髄液濃縮)\w{0,3}|BMAC"),
    ("aps", r"血漿抽出液|\bAPS(?![a-z])|自己タンパク質溶液"),
    ("cgf", r"CGF(?![a-z])|concentratedgrowthfactors?"),
    ("prgf", r"PRGF|多増殖因子血漿|血漿内因性多増殖因子|plasmarichingrowthfactors"),
    ("prf", r"PRF(?![a-z])|多血小板フィブリン|血小板フィブリン"),
    ("afg", r"AFG(?![a-z])|フィブリノゲン糊"),
    ("prp", r"PRP(?![-‐]?FD)|多血小板血漿|多血小板|血小板血漿|血小板血\(PRP|platelet-?richplasma"),
    ("fd_prp", r"PFC[-‐]?FD|PRP[-‐]?FD|凍結乾燥[^、。]{0,8}血小板"),
    ("nkt", r"NKT細胞?標的(?!樹状)|NKT(?:細胞)?(?:療法|治療)|RIKEN-NKT"),
    ("nk", r"NK(?![TM])(?:細胞)?|ナチュラルキラー"),
    ("dc", r"樹状細胞|\(DC\)|\bDC(?=細胞|ワクチン|療法)|imDC"),
    ("t_cell", r"(?:αβ|γδ|α/β|γ/δ|ガンマ・?デルタ|アルファ・?ベータ|活性化|傷害性)?(?<![A-Z])T(?:細胞|リンパ球|免疫細胞)|CTL|CAT療法"
               r"|活性化(?:自己)?リンパ球|LAK|CD[48]陽性細胞"),
    ("fibroblast", r"[線繊]維芽細胞"),
    ("chondrocyte", r"軟骨細胞"),
    ("islet", r"膵島(?:細胞)?"),
    ("cell_sheet", r"細胞シート"),
    ("spheroid", r"細胞塊|スフェロイド"),
    ("synovial_msc", rf"滑膜{_NEAR}(?:幹細胞|間質細胞)"),
    ("pulp_msc", rf"(?:歯髄|乳歯){_NEAR}(?:幹細胞|細胞)"),
    ("cord_msc", rf"(?:臍帯|さい帯)(?!血){_NEAR}(?:幹細胞|間質細胞)"),
    ("asc", rf"ADSCs?|(?<![A-Z])ASCs?(?![A-Z])|(?<!内臓)脂肪(?:組織)?(?:に?由来|の|から){_NEAR}{_STEM}"
            r"|脂肪(?:組織)?幹細胞"),
    ("exosome", r"エ[クキ]ソソーム|細胞外小胞|exosomes?"),
    ("supernatant", r"培養上清液?|上清液?"),
)  # fmt: skip

GROUPS = _rows(
    ("svf", r"SVF|間質血管細胞群?|stromalvascularfraction"),
    ("fat_msc", rf"(?<!内臓)脂肪(?:組織)?(?:に?由来|の|から){_NEAR}{_STEM}|脂肪(?:組織)?幹細胞"),
    ("marrow_msc", rf"骨髄(?:由来)?{_NEAR}{_STEM}"),
    ("platelets", r"血小板"),
    ("immune", r"免疫細胞(?!療法を)|リンパ球|複合免疫|6種複合|NKM"),
    ("other_msc", r"幹細胞|間葉系(?:幹|間質)細胞"),
)
# Fluid made with cells is not cells: taken out before looking for cells.
FLUID = re.compile(
    r"[^、。,をとおよ及並・]{0,24}細胞(?:由来)?(?:の)?(?=培養上清|上清|エ[クキ]ソソーム|細胞外小胞)"
)
MIXED_IMMUNE = re.compile(r"複合(?:型)?免疫|[2-9]種複合")

# What the words of a title mean when several products are named: the first group found counts,
# because a fluid or platelets beside cells do not change what the plan is mainly about.
GROUP_ORDER = (
    "svf", "fat_msc", "marrow_msc", "skin_cells", "cartilage_cells", "other_cells", "immune",
    "platelets", "other_msc", "cell_free",
)  # fmt: skip

TISSUES = _rows(
    ("buccal_fat", r"頬(?:部)?脂肪"),
    ("adipose", r"(?:皮下)?(?<!内臓)(?<!頬)(?<!頬部)脂肪(?:組織)?(?=に?由来|幹細胞|の|から)|ADRCs?|ADSCs?"),
    ("bone_marrow", r"骨髄"),
    ("synovium", r"滑膜(?=由来|幹|間葉|細胞)"),
    ("deciduous_tooth", r"乳歯"),
    ("dental_pulp", r"(?<!乳歯)歯髄(?=由来|幹|細胞)"),
    ("dermal_fibroblast", r"真皮(?=線|繊|由来)"),
    ("cord_blood", r"(?:臍帯|さい帯)血"),
    ("umbilical_cord", r"(?:臍帯|さい帯)(?!血)"),
    ("placenta", r"胎盤"),
    ("cartilage", r"軟骨(?=由来|細胞)"),
    ("oral_mucosa", r"口腔粘膜(?=上皮|由来|細胞)"),
    ("conjunctiva", r"結膜(?=上皮|由来|細胞)"),
    ("islet", r"膵島"),
    ("ips", r"iPS"),
    ("es", r"(?<![A-Z])ES細胞"),
    ("animal", r"(?:ブタ|豚|ウシ|動物)由来"),
    ("peripheral_blood", r"自己血(?!管|栓)|末梢血|血液|全血採血|成分採血|血小板|血漿|PRP|APS(?![a-z])|PRGF|CGF(?![a-z])|PRF(?![a-z])|AFG(?![a-z])|フィブリノゲン"),
)  # fmt: skip

PROCESSINGS = _rows(
    ("gene_modified", r"遺伝子(?:導入|改変|編集)|CAR-?T"),
    ("minimally", r"非培養|培養(?:を)?(?:しない|せず|行わない)"),
    ("cultured", r"(?<!非)培養(?!上清|(?:を)?(?:しない|せず|行わない))"),
    ("freeze_dried", r"凍結乾燥"),
    ("frozen_stored", r"凍結保存"),
)

# "Except into a joint" and "outside the joint" come first: they take the words away.
NOT_A_ROUTE = re.compile(
    r"関節(?:腔)?(?:内)?(?:へ)?(?:の)?(?:投与|注射)?(?:を|は)除く|関節腔?外(?:に限る)?"
    r"|(?:静脈|関節|脊髄|局所)[^、。()]{0,8}(?:を|は)除く"
)
_GIVE = "(?:への?|に|の)?(?:投与|注射|注入|点滴|移植)"
# "Treatment inside the joint" is given there; "disease inside the joint" only lies there.
ROUTES = _rows(
    ("iv", rf"(?:経)?静脈(?:内)?{_GIVE}|経静脈|静注|(?<!動脈)点滴(?!薬)"),
    ("intra_arterial", rf"動脈(?:内)?{_GIVE}|動注"),
    ("intra_articular", rf"(?:膝)?関節(?:腔)?内?{_GIVE}|関節注射|関節腔?内治療"),
    ("intradiscal", rf"椎間板(?:内)?{_GIVE}"),
    ("intrathecal", rf"(?:脊)?髄腔内?{_GIVE}"),
    ("intradermal", rf"皮内{_GIVE}"),
    ("intrauterine", rf"子宮(?:内|腔内)?{_GIVE}"),
    ("intraovarian", rf"卵巣(?:内)?{_GIVE}"),
    ("local_injection", r"局所(?:内)?(?:投与|注射|注入)|局注"),
    ("root_canal", r"根管(?:内)?(?:投与|移植|注入|充填)"),
    ("surgical", r"移植術|移植手術"),
    ("nasal", r"点鼻|経鼻"),
)
