"""The day in the words people agree to stands as people write it in their language."""

from datetime import date

import pytest
from django.utils import translation

from quotes import consent_texts

SHOWN = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "21 February 2027"), ("ja", "2027年2月21日")]
)
def test_the_day_is_written_as_in_the_readers_language(language, words):
    with translation.override(language):
        text = consent_texts.keep(SHOWN)
    assert words in text.words
    assert text.version == "keep-2"
