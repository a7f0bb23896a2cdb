from itertools import pairwise

import pytest

from clinics.asrm.advert import NEAR, find_phrases
from clinics.asrm.advert_rules import RULES


def codes(text):
    return [phrase.code for phrase in find_phrases(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a government-approved clinic", "approved"),
        ("ＧＯＶＥＲＮＭＥＮＴ　ＡＰＰＲＯＶＥＤ", "approved"),
        ("approved by the Japanese Ministry\nof Health", "approved"),
        ("Licensed under the ASRM", "approved"),
        ("certified clinics in Tokyo", "approved"),
        ("with MHLW approval", "approved"),
        ("厚生労働省に承認された治療", "approved"),
        ("厚労省認可", "approved"),
        ("国の認定クリニック", "approved"),
        ("承認を受けた治療です", "approval_word"),
        ("細胞加工施設の許可", "approval_word"),
        ("our license number is", "licence_number"),
        ("承認番号：", "licence_number"),
        ("It cures diabetes", "cure"),
        ("がんが完治", "cure"),
        ("results guaranteed", "guaranteed"),
        ("効果を保証します", "guaranteed"),
        ("100％安全", "guaranteed"),
        ("There are no side effects.", "no_side_effects"),
        ("a risk-free treatment", "no_side_effects"),
        ("副作用の心配はありません", "no_side_effects"),
        ("Non-immunogenic cells", "non_immunogenic"),
        ("拒絶反応がない", "non_immunogenic"),
        ("a success rate of 90 %", "success_rate"),
        ("reverse type 2 diabetes", "reverse"),
        ("the best stem cell clinic", "best"),
        ("日本一のクリニック", "best"),
        ("umbilical cord stem cells (Class II)", "donor_class"),
        ("第二種の計画で臍帯由来幹細胞を投与", "donor_class"),
        ("donor cells under PB3170022", "donor_class"),
        ("PC3150092 allogeneic", "donor_class"),
        ("Exosome drip, plan number PB3230079", "fluid_number"),
        ("培養上清液　第二種", "fluid_number"),
        ("臍帯由来幹細胞培養上清液　第二種", "fluid_number"),
        ("recognised by the Japanese government", "examined"),
        ("Strictly inspected by the ministry", "examined"),
        ("厚生労働省の厳しい審査を通過した治療", "examined"),
        ("Read our patient testimonials", "testimonial"),
        ("患者様の声を紹介", "testimonial"),
        ("before and after photos", "before_after"),
        ("糖尿病が治ります", "cure"),
        ("100 % safe", "guaranteed"),
        ("100%の成功", "guaranteed"),
        ("第二種再生医療等提供計画番号：PC5200028", "class_letter"),
        ("Class III plan number: PB3170022", "class_letter"),
        ("PB3170022 (Class III)", "class_letter"),
        ("第三種　PA3170022", "class_letter"),
        ("計画番号:\nPC3150325\n受理日時:\n平成26年11月20日", "before_law"),
        ("PB5150008(2013.11.16~)", "before_law"),
        ("Plan filed on 5 May 2013", "before_law"),
        ("accepted on November 20th, 2014", "before_law"),
        ("平成25年5月7日に厚生労働省へ届出", "before_law"),
    ],
)
def test_phrase_is_marked_with_its_reason(text, code):
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The plan is filed with the ministry, not approved by it. It is not government approved.",
        "It has not been approved by the ministry. There is no government approval.",
        "厚生労働省が承認したものではありません。未承認医薬品です。認可外。無許可。",
        "国の承認を得ていません。効果を保証するものではありません。",
        "厚生労働省への届出が受理されています。特定認定再生医療等委員会",
        "secure, procure, obscure; results are not guaranteed; no guarantee",
        "自己脂肪由来幹細胞 第二種 PB3170022",
        "your own umbilical cord, Class II",
        "臍帯由来幹細胞 第一種 PA3170022",
        "exosomes have no plan number",
        "There is no cure. It does not cure diabetes. 糖尿病が治るわけではありません。",
        "umbilical cord cells for type 2 diabetes",
        "第三種・計画番号PC5200028、第二種・計画番号PB3170022",
        "Class II and Class III plans (PB3170022, PC3150092)",
        "PB3170022 Class II, PC3150092 Class III", "PC3150092 for type 2 diabetes",
        "当院は2009年5月1日に開院。届出は受理されています。計画番号PB3170022",
        "Opened in May 2009. Our plan number is PB3170022, filed on 3 June 2017.",
        "PB5150008(2015.11.16~)", "受理日 平成26年11月", "受理 2013年99月99日", "令和0年0月0日受理",
        "", "\ud800\0",
    ],
)  # fmt: skip
def test_honest_text_is_left_alone(text):
    assert codes(text) == []


def test_things_far_apart_do_not_contradict_each_other():
    assert codes("Class II." + "a" * (NEAR + 40) + " cord blood") == []
    assert codes("cord blood. " + "a" * (NEAR + 40) + " Class II, donor cells") == ["donor_class"]


def test_phrases_come_in_order_without_overlap_and_with_their_place():
    text = "Government-approved umbilical cord cells (Class II, PB3170022) cure. No side effects!"
    phrases = find_phrases(text)
    assert [phrase.code for phrase in phrases] == [
        "approved", "donor_class", "cure", "no_side_effects"
    ]  # fmt: skip
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in phrases)
    assert all(a.end <= b.start for a, b in pairwise(phrases))


def test_longer_of_two_overlapping_phrases_is_kept():
    assert codes("厚生労働省の承認番号") == ["approved"]
    assert codes("承認番号") == ["licence_number"]


def test_every_reason_is_sourced_and_in_both_languages():
    for rule in RULES:
        assert rule.source.startswith("http")
        assert rule.why_en.endswith(".")
        assert rule.why_ja.endswith("。")
