"""What is given: patient groups (no parent) and the exact products inside them.

Sources: the product list of research on the ministry's public lists of Class II and III plans,
https://saiseiiryo.mhlw.go.jp/published_plan/index/2 and /3 (September 2026), and clinics' pages.
"""

from __future__ import annotations

from clinics.asrm.term import Term


def _group(code: str, en: str, ja: str, explain_en: str, explain_ja: str, *also: str) -> Term:
    return Term(code, en, ja, "product", None, explain_en, explain_ja, also)


def _exact(code: str, parent: str, en: str, ja: str, *also: str) -> Term:
    return Term(code, en, ja, "product", parent, synonyms=also)


PRODUCTS: tuple[Term, ...] = (
    _group(
        "fat_msc", "Fat stem cells", "脂肪由来幹細胞",
        "Stem cells taken from fat. Most clinics grow them in a lab first.",
        "脂肪から採った幹細胞。多くは培養して増やします。",
        "adipose stem cells", "脂肪幹細胞", "脂肪由来間葉系幹細胞", "間葉系間質細胞",
    ),
    _exact("asc", "fat_msc", "Fat stem cells (ASC, ADSC)", "脂肪由来幹細胞(ASC・ADSC)", "ADSC"),
    _group(
        "marrow_msc", "Bone marrow stem cells", "骨髄由来幹細胞",
        "Stem cells taken from bone marrow.",
        "骨髄から採った幹細胞。",
        "BM-MSC", "骨髄幹細胞", "骨髄由来間葉系幹細胞",
    ),
    _exact("bmac", "marrow_msc", "Bone marrow concentrate (BMAC)", "濃縮骨髄液(BMAC)", "骨髄濃縮液"),
    _group(
        "other_msc", "Other stem cells", "その他の幹細胞",
        "Stem cells from another tissue, or the tissue is not stated.",
        "その他の組織の幹細胞、または由来の記載がないもの。",
        "stem cells", "幹細胞", "MSC",
    ),
    _exact("msc", "other_msc", "Mesenchymal stem cells, tissue not stated",
           "間葉系幹細胞(由来の記載なし)"),
    _exact("synovial_msc", "other_msc", "Stem cells from joint lining", "滑膜由来幹細胞", "滑膜幹細胞"),
    _exact("pulp_msc", "other_msc", "Dental pulp stem cells", "歯髄由来幹細胞", "歯髄幹細胞", "乳歯"),
    _exact("cord_msc", "other_msc", "Umbilical cord stem cells", "臍帯由来幹細胞",
           "cord stem cells", "Wharton's jelly", "臍帯血"),
    _group(
        "svf", "Fat tissue cells, not grown (SVF)", "脂肪組織由来細胞(非培養・SVF)",
        "All cells of the fat, separated and given back without growing them.",
        "脂肪の細胞を分けて、培養せずに戻します。",
        "stromal vascular fraction", "間質血管細胞群",
    ),
    _exact("adrc", "svf", "Fat-derived regenerative cells (ADRC)", "脂肪組織由来再生(幹)細胞(ADRC)"),
    _exact("mfat", "svf", "Micro-fragmented fat", "微小細断脂肪組織片", "Lipogems"),
    _group(
        "platelets", "Platelets (PRP)", "血小板(PRPなど)",
        "Platelets from your own blood, with their growth factors.",
        "自分の血液の血小板と成長因子を使います。",
        "platelet-rich plasma", "多血小板血漿",
    ),
    _exact("prp", "platelets", "Platelet-rich plasma (PRP)", "多血小板血漿(PRP)"),
    _exact("aps", "platelets", "Platelet extract (APS)", "多血小板血漿抽出液(APS)",
           "autologous protein solution"),
    _exact("prf", "platelets", "Platelet fibrin (PRF)", "多血小板フィブリン(PRF)"),
    _exact("cgf", "platelets", "Platelet fibrin gel (CGF)", "血小板含有フィブリンゲル(CGF)",
           "concentrated growth factors"),
    _exact("prgf", "platelets", "Growth-factor plasma (PRGF)", "多増殖因子血漿(PRGF)", "Endoret"),
    _exact("afg", "platelets", "Fibrinogen glue (AFG)", "フィブリノゲン糊(AFG)"),
    _group(
        "immune", "Immune cells", "免疫細胞",
        "White blood cells, woken up or grown in a lab, mostly for cancer.",
        "白血球を活性化・培養して戻します。主にがんに使われます。",
        "immunotherapy", "免疫療法", "リンパ球",
    ),
    _exact("nk", "immune", "Natural killer cells (NK)", "NK細胞", "ナチュラルキラー細胞"),
    _exact("nkt", "immune", "Cells that target NKT cells", "NKT細胞標的"),
    _exact("dc", "immune", "Dendritic cells", "樹状細胞", "dendritic vaccine", "樹状細胞ワクチン"),
    _exact("t_cell", "immune", "T cells", "T細胞・活性化リンパ球", "αβT", "γδT", "CTL", "LAK"),
    _exact("mixed_immune", "immune", "Several kinds of immune cells", "複合免疫細胞", "複合免疫療法"),
    _group(
        "skin_cells", "Skin cells", "皮膚の細胞",
        "Cells taken from your skin and grown in a lab.",
        "皮膚から採って培養した細胞。",
        "skin cell therapy", "肌の再生医療",
    ),
    _exact("fibroblast", "skin_cells", "Fibroblasts", "線維芽細胞", "真皮線維芽細胞"),
    _group(
        "cartilage_cells", "Cartilage cells", "軟骨細胞",
        "Cells taken from cartilage and grown in a lab.",
        "軟骨から採って培養した細胞。",
    ),
    _exact("chondrocyte", "cartilage_cells", "Chondrocytes", "軟骨細胞(培養)", "自家培養軟骨"),
    _group(
        "other_cells", "Other cells", "その他の細胞",
        "Cells that fit none of the groups above.",
        "上のどれにも当てはまらない細胞。",
    ),
    _exact("cell_sheet", "other_cells", "Cell sheet", "細胞シート"),
    _exact("spheroid", "other_cells", "Cell clusters (spheroids)", "細胞塊(スフェロイド)"),
    _exact("islet", "other_cells", "Islet cells", "膵島細胞", "islet transplant", "膵島移植"),
    _group(
        "cell_free", "Cell-free fluid", "細胞を含まない液",
        "Fluid in which cells were grown, or parts of cells. No cells are given, "
        "so it is outside this law.",
        "細胞を培養した液など。細胞を含まないため、法の対象外です。",
        "secretome", "conditioned medium",
    ),
    _exact("supernatant", "cell_free", "Culture fluid (supernatant)", "培養上清液", "幹細胞培養上清液"),
    _exact("exosome", "cell_free", "Exosomes", "エクソソーム", "細胞外小胞"),
    _exact("fd_prp", "cell_free", "Freeze-dried platelet factors (PFC-FD)",
           "凍結乾燥血小板因子(PFC-FD)", "PRP-FD"),
)  # fmt: skip
