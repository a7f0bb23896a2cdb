"""Whose cells, from which tissue, how they are handled and how they are given; kinds of place.

Sources: vocabulary of the ministry's public lists and of clinics' pages (September 2026); class
words: portal of the Japanese Society for Regenerative Medicine, https://saiseiiryo.jp/faq/.
"""

from __future__ import annotations

from clinics.asrm.term import Term

_NOT_A_GRADE_EN = "A risk class, not a grade. A higher class is not a better treatment."
_NOT_A_GRADE_JA = "リスクの区分であり、優劣の等級ではありません。"

CLASSES: tuple[Term, ...] = (
    Term("1", "Class I", "第一種", "class", None,
         f"The highest risk class: donor, iPS or gene-changed cells. {_NOT_A_GRADE_EN}",
         f"リスクが最も高い区分(他家細胞・iPS細胞・遺伝子導入など)。{_NOT_A_GRADE_JA}"),
    Term("2", "Class II", "第二種", "class", None,
         f"The middle risk class: for example your own grown stem cells. {_NOT_A_GRADE_EN}",
         f"リスクが中程度の区分(自己の培養幹細胞など)。{_NOT_A_GRADE_JA}"),
    Term("3", "Class III", "第三種", "class", None,
         f"The lowest risk class: for example immune cells or platelets. {_NOT_A_GRADE_EN}",
         f"リスクが最も低い区分(免疫細胞・血小板など)。{_NOT_A_GRADE_JA}"),
    Term("outside", "Outside this law", "法の対象外", "class", None,
         "No plan is filed and no plan number exists, for example for exosomes.",
         "計画の届出がなく、計画番号もありません(エクソソームなど)。"),
)  # fmt: skip

ORIGINS: tuple[Term, ...] = (
    Term("own", "Your own cells", "自己(自家)細胞", "origin",
         synonyms=("autologous", "自己", "自家")),
    Term("donor", "Another person's cells (donor)", "他家(同種)細胞", "origin", None,
         "Cells from a donor are always Class I, whatever the tissue.",
         "他人の細胞は、組織にかかわらず第一種です。", ("allogeneic", "他家", "同種")),
    Term("none", "No cells", "細胞を含まない", "origin", None,
         "Nothing living is given, so it is outside this law.",
         "細胞を投与しないため、法の対象外です。", ("cell-free",)),
)  # fmt: skip


def _terms(group: str, *rows: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(r[0], r[1], r[2], group, synonyms=r[3:]) for r in rows)


TISSUES = _terms(
    "tissue",
    ("adipose", "Fat", "脂肪", "adipose"),
    ("bone_marrow", "Bone marrow", "骨髄"),
    ("peripheral_blood", "Blood", "末梢血", "peripheral blood", "血液"),
    ("dermal_fibroblast", "Skin", "皮膚(真皮)", "dermis", "真皮線維芽細胞"),
    ("synovium", "Joint lining (synovium)", "滑膜"),
    ("cartilage", "Cartilage", "軟骨"),
    ("dental_pulp", "Dental pulp", "歯髄"),
    ("deciduous_tooth", "Milk tooth pulp", "乳歯歯髄"),
    ("buccal_fat", "Cheek fat", "頬脂肪体", "buccal fat"),
    ("oral_mucosa", "Lining of the mouth", "口腔粘膜", "oral mucosa"),
    ("conjunctiva", "Lining of the eye", "結膜", "conjunctiva"),
    ("umbilical_cord", "Umbilical cord", "臍帯", "Wharton's jelly", "さい帯"),
    ("cord_blood", "Cord blood", "臍帯血", "さい帯血"),
    ("placenta", "Placenta", "胎盤"),
    ("islet", "Pancreas islets", "膵島"),
    ("ips", "iPS cells", "iPS細胞"),
    ("es", "Embryonic stem cells", "ES細胞"),
    ("animal", "Animal cells", "動物由来の細胞", "xenogeneic"),
)

PROCESSINGS = _terms(
    "processing",
    ("cultured", "Grown in a lab (cultured)", "培養", "expanded"),
    ("minimally", "Not grown, only separated", "非培養", "uncultured", "minimally processed"),
    ("gene_modified", "Genes changed", "遺伝子導入", "gene modified", "遺伝子改変"),
    ("freeze_dried", "Freeze-dried", "凍結乾燥"),
    ("frozen_stored", "Stored frozen", "凍結保存", "cryopreserved"),
)

ROUTES = _terms(
    "route",
    ("iv", "Drip into a vein", "静脈内点滴", "intravenous", "IV", "点滴", "静注"),
    ("intra_arterial", "Into an artery", "動脈内投与"),
    ("intra_articular", "Into a joint", "関節内", "intra-articular", "関節内注射"),
    ("intradiscal", "Into a spinal disc", "椎間板内"),
    ("intrathecal", "Into the spinal canal", "脊髄腔内", "intrathecal", "髄腔内"),
    ("local_injection", "Injection at the spot", "局所注射", "local injection"),
    ("intradermal", "Into the skin", "皮内"),
    ("intrauterine", "Into the womb", "子宮内"),
    ("intraovarian", "Into the ovary", "卵巣内"),
    ("root_canal", "Into the root of a tooth", "根管内"),
    ("surgical", "By surgery", "移植手術"),
    ("nasal", "Into the nose", "点鼻"),
)

INSTITUTIONS = _terms(
    "institution",
    ("clinic", "Clinic", "クリニック・診療所", "医院"),
    ("hospital", "Hospital", "病院"),
    ("dental", "Dental clinic", "歯科"),
)
