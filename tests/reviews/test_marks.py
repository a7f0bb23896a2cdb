"""The moderator sees marked words; a text goes through unchanged; scores stay hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.desk.marks import marked
from reviews.models import Review
from tests.reviews.factories import waiting_review

TEXT = "Call Dr. Tanaka at 03-1234-5678.\nMy HbA1c went down, I am cured!"


def test_each_mark_names_its_flags():
    found = marked(TEXT)
    assert "".join(piece.words for piece in found.pieces) == TEXT
    labels = [label for label, _words in found.flags]
    assert "Name or private details" in labels
    assert "Says what the treatment did or did not do" in labels
    assert any("03-1234-5678" in piece.words and piece.why for piece in found.pieces)


@given(st.text(max_size=200))
def test_no_letter_gets_lost(text):
    assert "".join(piece.words for piece in marked(text).pieces) == text


def test_a_plain_text_has_no_mark():
    found = marked("The nurse explained the price before the appointment.")
    assert found.flags == []
    assert [piece.why for piece in found.pieces] == [""]


@pytest.mark.django_db
def test_the_case_page_marks_words_and_escapes_them(staff_client):
    review = waiting_review()
    Review.objects.filter(pk=review.pk).update(text=TEXT + " <script>x</script>")
    page = staff_client("review moderator").get(f"/admin/reviews/case/{review.pk}/").text
    assert '<mark title="' in page
    assert "It decides nothing, and it misses some." in page
    assert "<script>x" not in page
