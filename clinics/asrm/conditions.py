"""Conditions named in filed titles, as a tree. A name in a title is not a proof of effect.

Source: titles in the ministry's public lists of Class II and III plans,
https://saiseiiryo.mhlw.go.jp/published_plan/index/2 and /3 (September 2026).
"""

from __future__ import annotations

from clinics.asrm.term import Term


def _c(code: str, parent: str | None, en: str, ja: str, *also: str) -> Term:
    return Term(code, en, ja, "condition", parent, synonyms=also)


def _unstated(code: str, parent: str, en: str, ja: str, *possible: str) -> Term:
    return Term(code, en, ja, "condition", parent, not_stated_for=possible)


CONDITIONS: tuple[Term, ...] = (
    _c("diabetes", None, "Diabetes", "糖尿病", "blood sugar", "sugar"),
    _c("t2d", "diabetes", "Type 2 diabetes", "2型糖尿病", "T2D", "type II diabetes", "II型糖尿病"),
    _c("t1d", "diabetes", "Type 1 diabetes", "1型糖尿病", "T1D", "I型糖尿病"),
    _unstated("diabetes_ns", "diabetes", "Diabetes, type not stated", "糖尿病(型の記載なし)",
              "t2d", "t1d"),
    _c("prediabetes", "diabetes", "Prediabetes", "境界型糖尿病", "borderline diabetes", "糖尿病予備群"),
    _c("diabetic_complication", "diabetes", "Diabetes complications", "糖尿病合併症"),
    _c("diabetic_neuropathy", "diabetic_complication", "Nerve damage from diabetes",
       "糖尿病性神経障害", "diabetic neuropathy"),
    _c("diabetic_nephropathy", "diabetic_complication", "Kidney damage from diabetes",
       "糖尿病性腎症", "diabetic nephropathy"),
    _c("diabetic_retinopathy", "diabetic_complication", "Eye damage from diabetes",
       "糖尿病性網膜症", "diabetic retinopathy"),
    _c("diabetic_foot", "diabetic_complication", "Foot problems from diabetes",
       "糖尿病性足病変", "diabetic foot"),
    _c("metabolic_syndrome", None, "Metabolic syndrome", "メタボリックシンドローム",
       "内臓脂肪症候群"),

    _c("musculoskeletal", None, "Bones, joints and muscles", "骨・関節・筋肉", "orthopaedics", "整形外科"),
    _c("joints", "musculoskeletal", "Joints", "関節"),
    _c("oa", "joints", "Osteoarthritis", "変形性関節症", "arthrosis", "OA"),
    _c("knee_oa", "oa", "Knee osteoarthritis", "変形性膝関節症", "knee pain", "膝の痛み", "knee"),
    _c("hip_oa", "oa", "Hip osteoarthritis", "変形性股関節症", "hip pain", "hip"),
    _unstated("oa_ns", "oa", "Osteoarthritis, joint not stated", "変形性関節症(部位の記載なし)",
              "knee_oa", "hip_oa"),
    _unstated("knee", "joints", "Knee, problem not stated", "膝関節(病名の記載なし)", "knee_oa"),
    _c("arthritis", "joints", "Joint inflammation (arthritis)", "関節炎", "慢性関節炎", "関節症"),
    _c("joint_pain", "joints", "Joint pain", "関節痛"),
    _c("joint_injury", "joints", "Damage inside a joint", "関節内の損傷", "meniscus", "半月板", "軟骨損傷"),
    _c("facet_joint", "joints", "Small joints of the spine", "椎間関節症"),
    _c("frozen_shoulder", "joints", "Frozen shoulder", "関節周囲炎", "五十肩"),
    _c("tendon", "musculoskeletal", "Tendons, ligaments and muscles", "腱・靱帯・筋肉",
       "tendon", "ligament", "腱", "靭帯", "筋膜"),
    _c("sports_injury", "musculoskeletal", "Sports injuries", "スポーツ外傷・障害"),
    _c("disc", "musculoskeletal", "Spinal discs", "椎間板", "slipped disc", "椎間板ヘルニア", "腰痛"),
    _c("bone", "musculoskeletal", "Missing or damaged bone", "骨欠損・骨病変", "骨壊死"),
    _c("orthopaedic", "musculoskeletal", "Orthopaedic problem, part not stated",
       "整形外科疾患(部位の記載なし)"),
    _c("soft_tissue", None, "Soft tissue", "軟部組織"),
    _c("pain", None, "Pain", "痛み", "疼痛"),
    _c("chronic_pain", "pain", "Chronic pain", "慢性疼痛", "long-lasting pain", "慢性の痛み"),

    _c("circulation", None, "Heart and blood vessels", "心臓・血管"),
    _c("arteriosclerosis", "circulation", "Hardened arteries", "動脈硬化", "arteriosclerosis",
       "atherosclerosis"),
    _c("limb_ischaemia", "circulation", "Poor blood flow in legs or arms", "重症虚血肢",
       "limb ischaemia", "limb ischemia"),
    _c("heart", "circulation", "Heart disease", "心疾患", "心不全", "心筋梗塞", "heart failure"),

    _c("nerves", None, "Brain and nerves", "脳・神経"),
    _c("stroke", "nerves", "Stroke and its after-effects", "脳卒中・脳血管障害", "脳梗塞後遺症"),
    _c("spinal_cord", "nerves", "Spinal cord injury", "脊髄損傷"),
    _c("neurodegenerative", "nerves", "Nerve diseases that get worse", "神経変性疾患"),
    _c("parkinson", "neurodegenerative", "Parkinson's disease", "パーキンソン病"),
    _c("als", "neurodegenerative", "ALS (motor neurone disease)", "筋萎縮性側索硬化症", "ALS"),
    _c("dementia", "nerves", "Memory and thinking (dementia)", "認知機能障害", "認知症", "Alzheimer"),
    _c("asd", "nerves", "Autism", "自閉症", "autism spectrum"),

    _c("liver", None, "Liver disease", "肝障害", "肝機能障害"),
    _c("cirrhosis", "liver", "Liver cirrhosis", "肝硬変"),
    _c("kidney", None, "Kidney disease", "腎障害", "腎不全", "CKD"),
    _c("lungs", None, "Lung disease", "肺疾患"),
    _c("copd", "lungs", "COPD (emphysema)", "肺気腫・COPD", "慢性閉塞性肺疾患"),

    _c("immune_system", None, "Immune system", "免疫"),
    _c("autoimmune", "immune_system", "Autoimmune disease", "自己免疫疾患"),
    _c("rheumatoid", "autoimmune", "Rheumatoid arthritis", "関節リウマチ"),
    _c("atopic", "immune_system", "Atopic eczema", "アトピー性皮膚炎", "atopic dermatitis"),
    _c("immune_function", "immune_system", "Weak immune system", "免疫機能の低下", "免疫力"),

    _c("skin", None, "Skin", "皮膚", "肌", "beauty", "美容"),
    _c("skin_ageing", "skin", "Wrinkles and ageing skin", "しわ・たるみ・皮膚の老化", "wrinkles", "シワ"),
    _c("scar", "skin", "Scars and hollows", "瘢痕・陥凹", "acne scars", "にきび跡"),
    _c("facial_atrophy", "skin", "Shrunken face tissue", "顔面萎縮症"),
    _c("wound", "skin", "Wounds and ulcers", "創傷・潰瘍", "ulcer"),
    _c("breast", None, "Breast shape", "乳房再建・豊胸", "豊胸", "乳房"),
    _c("hair", None, "Hair loss", "脱毛症・薄毛", "AGA", "baldness", "育毛"),

    _c("ageing", None, "Ageing and weakness", "加齢・フレイル", "anti-ageing", "アンチエイジング"),
    _c("frailty", "ageing", "Frailty", "フレイル"),
    _c("anti_ageing", "ageing", "Anti-ageing", "抗加齢(アンチエイジング)", "anti-aging"),

    _c("ed", None, "Erection problems (ED)", "勃起障害(ED)", "erectile dysfunction", "勃起不全"),
    _c("infertility", None, "Fertility", "不妊", "infertility", "IVF"),
    _c("endometrium", "infertility", "Lining of the womb", "子宮内膜"),
    _c("ovary", "infertility", "Ovaries", "卵巣機能", "early menopause"),

    _c("dental", None, "Teeth and mouth", "歯・口腔", "dentistry"),
    _c("periodontal", "dental", "Gum disease", "歯周病", "歯周組織"),
    _c("jaw", "dental", "Jaw and mouth tissue", "顎骨・口腔内組織", "implant", "インプラント"),
    _c("tooth_pulp", "dental", "Inside of a tooth", "歯髄・根管"),

    _c("cancer", None, "Cancer", "がん・悪性腫瘍", "tumour", "tumor", "癌"),
    _c("cancer_therapy", "cancer", "Cancer (aim: treatment)", "がんの治療"),
    _c("cancer_prevention", "cancer", "Cancer (aim: prevention)", "がんの予防"),
    _unstated("cancer_ns", "cancer", "Cancer, aim not stated", "がん(目的の記載なし)",
              "cancer_therapy", "cancer_prevention"),
)  # fmt: skip
