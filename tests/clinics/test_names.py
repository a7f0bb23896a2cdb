"""What English readers call a clinic of the ministry's list; every pair was judged by eye."""

import pytest
from django.utils import translation

from clinics.kana import romanised
from clinics.models import Clinic
from clinics.names import display_name, own_ja, short_ja
from register.cities import city_of
from register.reading import PREFECTURE_CODES
from tests.register.lists import sample_rows

EXPECTED = """
Hospital in Saga | 医療法人如水会　今村病院
Hattori Dental Clinic | 医療法人祥和会 はっとり歯科医院
Internal medicine clinic in Saga | 品川内科クリニック
Medical center in Saga | 地方独立行政法人佐賀県医療センター好生館
Riseringu Clinic | リセリングクリニック
ND Clinic | 一般社団法人 再生医療先端医学協会\\nＮＤクリニック
Eru Clinic Osaka Shinsaibashi | 一般社団法人尚純会\\nエールクリニック大阪心斎橋
AMIRI CLINIC | 一般社団法人徳仁会AMIRI免疫研究所 AMIRI CLINIC
Gateway Clinic Osaka Umeda | 一般社団法人日本医療　ゲートウェイクリニック大阪梅田
Clinic in Osaka | 一般社団法人澄佳会松山淳記念クリニック
Kitashinchi Sakura Clinic | 一般財団法人 桜林会免疫療法研究所 北新地さくらクリニック
Blu CLINIC (Osaka branch) | 医療法人 鳳翔会　Blu CLINIC. 大阪院
MY PLACE Beauty Clinic | 医療法人MY PLACE MY PLACE Beauty Clinic
Orthopaedic clinic in Suita, Osaka | 医療法人 きど整形外科クリニック
Kondo Orthopaedic Clinic | 医療法人　翔寿会　こんどう整形外科クリニック
Women's clinic in Osaka | 医療法人　後藤レディースクリニック
Rejoint Clinic Dr.K | 一般社団法人ＲＫミライ　Rejoint Clinic Dr.K
Tamagawa Hospital | 公益財団法人日産厚生会玉川病院
Kitasato University Kitasato Institute Hospital | 北里大学北里研究所病院
Clinic in Shinjuku, Tokyo | 医療法人健真会 城本クリニック 新宿院
Stroke and Spinal Cord Injury Clinic (Ginza branch) | 医療法人慶春会　脳梗塞・脊髄損傷クリニック銀座院
Orthopaedic clinic in Sumida, Tokyo | 医療法人社団 熊谷整形外科
MEDI-UM CLINIC | 医療法人社団EXTUM MEDI-UM CLINIC
Omotesando Herene Clinic | 医療法人社団HELENE 表参道ヘレネクリニック
Akira International Clinic | 医療法人社団TaaK\\nAkira International Clinic
Shimbashi Toranomon Health Clinic | 医療社団法人　東雲会　新橋虎ノ門健康クリニック
Koishikawa Orthopaedic Clinic | 小石川整形外科
Re:Born Clinic (main branch) | 医療法人香華会\\nRe:Born Clinic 本院
Tamotsu (Clinic in Fukuoka) | 梅光園 田中たもつクリニック
Fukuoka Tenjin Headache and Lung Clinic | 福岡天神頭痛と肺のクリニック
Yokkaichi Knee and Shoulder Sports Orthopaedic Clinic | 医療法人KSOC\\n四日市膝肩スポーツの整形外科クリニック
Hospital in Tsu, Mie | 岩崎病院
Kotera Orthopaedic Clinic | 花の道　こてら整形外科クリニック
S clinic Kyoto | S clinic Kyoto
Hospital in Sakyo, Kyoto | 医療法人社団貴順会吉川病院
Juntendo University Urayasu Hospital | 順天堂大学医学部附属浦安病院
Shirai Pain Clinic | しらい痛みのクリニック
Matsuura Orthopaedic and Shoulder and Elbow Sports Clinic | まつうら整形・肩肘スポーツクリニック
Clinic in Umeda, Osaka | 一般社団法人三博会  目の下のクマ取りクリニック大阪梅田
Suita Kuwata Internal Medicine and Pain Clinic | 吹田くわた内科・ペインクリニック
Osaka City General Medical Center | 大阪市立総合医療センター
ABC Clinic (Ikebukuro branch) | ABCクリニック美容外科　池袋院
AGA Skin Clinic (Shinjuku Station branch) | AGAスキンクリニック新宿駅前院
HASUMI Immune Clinic | 医療法人社団 珠光会 HASUMI免疫クリニック
Cosmetic clinic in Ginza, Tokyo | 医療法人社団　美翔会　聖心美容クリニック　銀座院
Ogura Internal Medicine and Kidney Clinic | 医療法人絆　おぐら内科・腎クリニック
Dokkyo Medical University Hospital | 学校法人　獨協学園\\n獨協医科大学病院
Orthopaedic clinic in Moriyama, Shiga | 医療法人はたスポーツ整形クリニック
Noborito Orthopaedic Clinic | のぼりと整形外科診療所
ALBA Dental and Orthodontic Clinic Odawara | 医療法人ALBA\\nALBA歯科&矯正歯科　小田原
The Implant Clinic Fukuoka | ザ･インプラントクリニック福岡
Yanaga CLinic | 医療法人Yanaga CLinic
Orthopaedic clinic in Gunma | 医療法人KOSSMOS会剣持整形外科
"""
PAIRS = [tuple(line.split(" | ")) for line in EXPECTED.strip().splitlines()]


def clinic_of(row: dict[str, str]) -> Clinic:
    city, city_en = city_of(row["address"].replace("\\n", "\n"))
    return Clinic(
        name_ja=" ".join(row["facility"].replace("\\n", "\n").split()),
        prefecture=PREFECTURE_CODES[row["prefecture"]],
        city_ja=city,
        city_en=city_en,
        institution="hospital" if "病院" in row["facility"] else "clinic",
    )


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    """The rows of the sample by institution; of several, one that gives the address."""
    return {row["facility"]: row for row in sorted(sample_rows(), key=lambda row: row["address"])}


@pytest.mark.parametrize(("english", "japanese"), PAIRS)
def test_a_clinic_of_the_list_has_a_name_english_readers_can_say(rows, english, japanese):
    assert display_name(clinic_of(rows[japanese])) == english


def test_no_english_name_of_the_sample_holds_japanese_or_is_empty(rows):
    names = [display_name(clinic_of(row)) for row in rows.values()]
    assert len(names) > 300
    assert [name for name in names if not name or any(ord(sign) > 0x2FFF for sign in name)] == []


def test_japanese_readers_get_the_japanese_name_and_the_clinics_own_name_wins():
    clinic = Clinic(name_ja="医療法人社団光明会　もりあきクリニック", prefecture="JP-27")
    with translation.override("ja"):
        assert display_name(clinic) == short_ja(clinic.name_ja) == "光明会 もりあきクリニック"
    clinic.name_en = "Moriaki Pain Clinic"
    assert display_name(clinic) == "Moriaki Pain Clinic"


def test_a_place_of_another_prefecture_is_somebodys_name():
    name = "品川内科クリニック"
    assert display_name(Clinic(name_ja=name, prefecture="JP-13")).startswith("Shinagawa ")
    assert display_name(Clinic(name_ja=name, prefecture="JP-41")).endswith(" in Saga")
    assert display_name(Clinic(name_ja=name)) == "Internal medicine clinic"


@pytest.mark.parametrize(
    ("japanese", "own"),
    [
        ("医療法人社団 山手クリニック", "山手クリニック"),
        ("医療法人医誠会　医誠会国際総合病院", "医誠会国際総合病院"),
        ("一般社団法人天草郡市医師会立天草地域医療センター", "天草郡市医師会立天草地域医療センター"),
        ("医療法人社団 ICVS Tokyo Clinic V2", "ICVS Tokyo Clinic V2"),
        ("医療法人", "医療法人"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_body_that_runs_a_clinic_is_not_its_name(japanese, own):
    assert own_ja(japanese) == own


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("セルグラン", "Seruguran"),
        ("はっとり", "Hattori"),
        ("つちだ", "Tsuchida"),
        ("まっちゃ", "Matcha"),
        ("しんいち", "Shin'ichi"),
        ("こんどう", "Kondo"),
        ("おおたき", "Otaki"),
        ("しゅうじ", "Shuji"),
        ("まつうら", "Matsuura"),
        ("いいづか", "Iizuka"),
        ("ヴェルディ", "Verudi"),
        ("ベレアージュ", "Bereaju"),
        ("キャッツ", "Kyattsu"),
    ],
)
def test_kana_read_as_in_passports(kana, latin):
    assert romanised(kana) == latin
