"""Words that names of institutions are made of, in English: kinds, specialities, loan words.

Only words that mean one thing; what stands in no table is somebody's name and is never guessed.
"""

# How the name ends: what kind of house it is.
KINDS = {
    "クリニック": "Clinic", "診療所": "Clinic", "医院": "Clinic", "病院": "Hospital",
    "ホスピタル": "Hospital", "医療センター": "Medical Center", "センター": "Center",
    "研究所": "Institute", "オフィス": "Office", "市民病院": "Municipal Hospital",
    "歯科医院": "Dental Clinic", "整形外科医院": "Orthopaedic Clinic",
    "地域医療センター": "Community Medical Center",
}  # fmt: skip

# What it does: the word in a name. Longer words win over shorter ones.
SPECIALITIES = {
    "整形外科": "Orthopaedic", "整形": "Orthopaedic", "脳神経外科": "Neurosurgery",
    "形成外科": "Plastic Surgery", "美容外科": "Cosmetic Surgery",
    "美容皮膚科": "Cosmetic Dermatology", "皮膚科": "Dermatology", "美容": "Beauty",
    "歯科口腔外科": "Dental and Oral Surgery", "口腔外科": "Oral Surgery",
    "矯正歯科": "Orthodontic", "歯科": "Dental", "デンタル": "Dental", "オーラル": "Oral",
    "インプラント": "Implant", "内科": "Internal Medicine", "消化器": "Digestive",
    "内視鏡内科": "Endoscopy", "眼科": "Eye", "産婦人科": "Obstetrics and Gynaecology",
    "婦人科": "Gynaecology", "レディース": "Ladies'", "泌尿器科": "Urology", "腎": "Kidney",
    "麻酔科": "Anaesthesiology", "ペイン": "Pain", "痛み": "Pain", "腰痛": "Back Pain",
    "頭痛": "Headache", "肺": "Lung", "ひざ関節症": "Knee Osteoarthritis",
    "膝肩": "Knee and Shoulder", "肩肘": "Shoulder and Elbow", "骨粗しょう症": "Osteoporosis",
    "運動器エコー": "Musculoskeletal Ultrasound", "脳梗塞": "Stroke",
    "脊髄損傷": "Spinal Cord Injury", "免疫": "Immune", "幹細胞": "Stem Cell",
    "再生医療": "Regenerative Medicine", "リハビリテーション科": "Rehabilitation",
    "リハビリテーション": "Rehabilitation", "リハビリ": "Rehabilitation", "スポーツ": "Sports",
    "スキンケア": "Skin Care", "スキン": "Skin", "ビューティー": "Beauty",
    "ビューティ": "Beauty", "アンチエイジング": "Anti-Aging",
}  # fmt: skip

# Other words of one meaning.
LOANS = {
    "メディカル": "Medical", "セントラル": "Central", "プレミアム": "Premium", "ファミリー": "Family",
    "ライフケア": "Life Care", "ライフ": "Life", "ケア": "Care", "ガーデン": "Garden",
    "オープン": "Open", "パーク": "Park", "スマイル": "Smile", "ハート": "Heart",
    "イースト": "East", "ゲートウェイ": "Gateway", "ホリスティック": "Holistic",
    "リバーシティ": "River City", "センチュリー": "Century", "ブレイン": "Brain",
    "モール": "Mall", "タウン": "Town", "チーム": "Team", "ダイヤモンド": "Diamond",
    "ペガサス": "Pegasus", "コスモス": "Cosmos", "フォレスト": "Forest", "オーキッド": "Orchid",
    "ナチュラルハーモニー": "Natural Harmony", "ハーモニー": "Harmony", "ヴィンテージ": "Vintage",
    "ハロー": "Hello", "デイ": "Day", "ビル": "Building", "ザ": "The",
    "総合": "General", "中央": "Central", "国際": "International", "記念": "Memorial", "プロポーション": "Proportion",
    "健康": "Health",
    "市立": "City", "駅前": "Station", "駅": "Station", "南口": "South Exit",
    "プラス": "Plus", "ハイパーサーミア": "Hyperthermia",
}  # fmt: skip

# Institutions with an English name of their own that everybody can look up.
OWN_NAMES = {
    "順天堂大学": "Juntendo University", "獨協医科大学": "Dokkyo Medical University",
    "自治医科大学": "Jichi Medical University", "藤田医科大学": "Fujita Health University",
    "久留米大学": "Kurume University", "北里大学": "Kitasato University",
    "北里研究所": "Kitasato Institute",
    "産業医科大学": "University of Occupational and Environmental Health",
}  # fmt: skip

# Say nothing in English.
SILENT = ("医学部附属", "附属", "付属", "の")

# What a house is, where its name cannot be said: the first that stands in the name.
DESCRIBED = {
    "大学病院": "University hospital",
    "整形外科病院": "Orthopaedic hospital", "医療センター": "Medical center",
    "病院": "Hospital", "脳神経外科": "Neurosurgery clinic", "整形": "Orthopaedic clinic",
    "形成外科": "Plastic surgery clinic", "美容外科": "Cosmetic surgery clinic",
    "歯科": "Dental clinic", "デンタル": "Dental clinic", "口腔外科": "Oral surgery clinic",
    "美容皮膚科": "Cosmetic dermatology clinic", "皮膚科": "Dermatology clinic",
    "スキン": "Skin clinic", "ペイン": "Pain clinic", "痛み": "Pain clinic", "眼科": "Eye clinic",
    "産婦人科": "Women's clinic", "婦人科": "Women's clinic", "レディース": "Women's clinic",
    "泌尿器科": "Urology clinic", "内科": "Internal medicine clinic",
    "麻酔科": "Anaesthesiology clinic", "美容": "Cosmetic clinic",
    "ビューティ": "Cosmetic clinic",
}  # fmt: skip
