import pytest

from clinics.asrm.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kyōto", "kyoto"), ("ＣＬＩＮＩＣ　１", "clinic 1"), ("クリニック", "くりにっく"),
        ("ｸﾘﾆｯｸ", "くりにっく"), ("X-ray", "x ray"), ("X – ray", "x ray"), ("Straße", "STRASSE"),
        ("İzmir", "izmir"), ("  a \n b　", "a b"), ("センター", "センタ-"), ("a\0b", "a b"),
        ("\ud800a", "a"), ("①", "1"), ("ガーデン", "が\u30fcでん"), ("㈱", "(株)"),
    ],
)  # fmt: skip
def test_spellings_fold_to_the_same_text(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("か", "が"), ("は", "ぱ"), ("病院", "医院"), ("ab", "a b")]
)
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


def test_nothing_folds_to_nothing():
    assert fold("") == fold("　\n-") == ""
