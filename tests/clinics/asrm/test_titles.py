"""What titles state: values with their words, and nothing the title does not say.

How often the reader is right is measured in ``test_titles_measured``.
"""

import csv
from pathlib import Path

import pytest

from clinics.asrm import terms
from clinics.asrm.titles import Reading, read_title, render_title_en

SAMPLE = Path("register/data/ministry_list_sample.csv")
FILED = list(csv.DictReader(SAMPLE.open(newline="", encoding="utf-8")))
FIELDS = ("origin", "product", "product_detail", "tissue", "processing", "route")


def test_every_class_of_the_list_fits_what_its_title_says():
    """In the ministry's own list no title contradicts its class."""
    odd = [
        row["treatment"]
        for row in FILED
        if read_title(row["treatment"].replace("\\n", "\n"), row["list_class"]).class_agrees
        is not True
    ]
    assert odd == []


def test_every_value_is_explained_by_words_of_the_title():
    for row in FILED:
        reading = read_title(row["treatment"])
        named = {name for name in FIELDS if getattr(reading, name) and name != "product_detail"}
        assert named | ({"conditions"} if reading.conditions else set()) == set(reading.words)
        assert all(reading.words.values())


@pytest.mark.parametrize(
    ("title", "field", "expected"),
    [
        ("自己免疫疾患に対する脂肪由来幹細胞治療", "origin", ""),
        ("自己免疫細胞を用いた免疫細胞療法", "origin", "own"),
        ("自己がん抗原を用いた樹状細胞療法", "origin", ""),
        ("他家臍帯由来間葉系幹細胞を用いた治療", "origin", "donor"),
        ("自家または他家の細胞", "origin", ""),
        ("多血小板血漿の投与", "origin", ""),
        ("自己脂肪由来幹細胞培養上清液の点滴", "origin", "none"),
        ("自己脂肪由来幹細胞培養上清液の点滴", "product", "cell_free"),
        ("自己脂肪由来幹細胞およびその培養上清液", "product", "fat_msc"),
        ("歯髄幹細胞由来エクソソーム", "product_detail", "exosome"),
        ("臍帯由来間葉系幹細胞", "product_detail", "cord_msc"),
        ("臍帯血幹細胞", "tissue", "cord_blood"),
        ("内臓脂肪症候群の治療", "tissue", ""),
        ("iPS細胞由来網膜", "tissue", "ips"),
        ("自己骨髄由来幹細胞と自己脂肪由来幹細胞", "product", "fat_msc"),
        ("NKT細胞標的治療", "product_detail", "nkt"),
        ("NK細胞とT細胞", "product_detail", ""),
        ("非培養の脂肪由来幹細胞", "processing", "minimally"),
        ("培養しない脂肪由来幹細胞", "processing", "minimally"),
        ("幹細胞の培養上清液", "processing", ""),
        ("遺伝子導入T細胞", "processing", "gene_modified"),
        ("関節腔内への投与を除く", "route", ""),
        ("関節腔外に限る", "route", ""),
        ("膝関節内注射", "route", "intra_articular"),
        ("静脈内投与と関節内投与", "route", ""),
        ("脊髄腔内投与", "route", "intrathecal"),
    ],
)
def test_title_states_only_what_its_words_say(title, field, expected):
    assert getattr(read_title(title), field) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("糖尿病の治療", ("diabetes_ns",)),
        ("2型糖尿病の治療", ("t2d",)),
        ("Ⅱ型糖尿病の治療", ("t2d",)),
        ("１型糖尿病の治療", ("t1d",)),
        ("1型および2型糖尿病", ("t2d",)),
        ("糖尿病性腎症", ("diabetic_nephropathy",)),
        ("糖尿病合併症", ("diabetic_complication",)),
        ("境界型糖尿病", ("prediabetes",)),
        ("変形性関節症", ("oa_ns",)),
        ("変形性膝関節症", ("knee_oa",)),
        ("関節リウマチ", ("rheumatoid",)),
        ("がんの予防", ("cancer_prevention",)),
        ("がんの治療と予防", ("cancer_therapy", "cancer_prevention")),
        ("がん免疫細胞療法", ("cancer_ns",)),
        ("肝硬変", ("cirrhosis",)),
        ("自己免疫細胞療法", ()),
    ],
)
def test_condition_is_the_narrowest_that_is_named(title, expected):
    assert read_title(title).conditions == expected


def test_class_is_compared_and_adds_nothing():
    plain = read_title("他家臍帯由来幹細胞")
    compared = read_title("他家臍帯由来幹細胞", "2")
    assert plain.class_agrees is None
    assert compared.class_agrees is False
    assert all(getattr(plain, name) == getattr(compared, name) for name in FIELDS)


def test_empty_title_reads_as_nothing():
    assert read_title("") == Reading()
    assert render_title_en(Reading()) == ""


@pytest.mark.parametrize(
    ("title", "english"),
    [
        (
            "自家培養脂肪由来幹細胞を用いた変形性膝関節症の治療",
            "Own fat stem cells (cultured); named in the title: knee osteoarthritis",
        ),
        (
            "自己脂肪由来幹細胞の静脈内投与による糖尿病治療",
            "Own fat stem cells, drip into a vein; "
            "named in the title: diabetes, type not stated",
        ),
        ("悪性腫瘍の予防に対する自家NK細胞療法",
         "Own natural killer cells (NK); named in the title: cancer (aim: prevention)"),
        ("幹細胞によるパーキンソン病とALSの治療",
         "Stem cells; named in the title: Parkinson's disease; ALS (motor neurone disease)"),
        ("他家細胞", "Donor cells"),
        ("アトピー性皮膚炎", "Treatment; named in the title: atopic eczema"),
    ],
)  # fmt: skip
def test_english_rendering_names_and_never_promises(title, english):
    assert render_title_en(read_title(title)) == english


def test_english_rendering_never_says_treats():
    for row in FILED:
        assert "treats" not in render_title_en(read_title(row["treatment"]))


def test_long_rendering_is_cut_between_conditions():
    every = tuple(term.code for term in terms.terms("condition"))
    text = render_title_en(Reading(origin="own", product="platelets", conditions=every))
    assert len(text) <= 300
    assert text.endswith(" more")
