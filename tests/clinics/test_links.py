"""Addresses with a parameter changed say what Django's own encoding would say."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from clinics.finder.links import Links

NAMES = st.sampled_from(["q", "condition", "page", "sort", "名", "a b"])
QUERIES = st.lists(st.tuples(NAMES, st.text(max_size=6)), max_size=6)


@given(QUERIES, NAMES, st.none() | st.text(max_size=5) | st.lists(st.text(max_size=5), max_size=3))
def test_a_link_is_the_changed_query(pairs, name, value):
    data = QueryDict(mutable=True)
    for key, text in pairs:
        data.appendlist(key, text)
    links = Links(data)
    expected = data.copy()
    expected.pop("page", None)
    if value is None or value == []:
        expected.pop(name, None)
    else:
        expected.setlist(name, value if isinstance(value, list) else [value])
    assert links.to(**{name: value}) == f"?{expected.urlencode()}"


@pytest.mark.parametrize(
    ("chosen", "expected"), [([], "?c=x"), (["x"], "?"), (["y"], "?c=y&c=x"), (["x", "y"], "?c=y")]
)
def test_a_value_is_switched(chosen, expected):
    assert Links(QueryDict("page=3")).toggled("c", "x", chosen) == expected


def test_what_is_no_text_in_utf8_makes_no_error():
    assert Links(QueryDict("q=%ED%A0%80&x=%FF")).to(c="\ud800") != ""
