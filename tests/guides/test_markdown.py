from html.parser import HTMLParser

import pytest

from guides import loader, markdown
from guides.placeholders import fill
from tests.guides.writing import write


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "{onclick=alert(1) style=color:red}\nText.",
        "<style>p{}</style>",
        "<https://example.org/> <javascript:alert(1)>",
        "![x](https://example.org/x.png)",
    ],
)
def test_markdown_gives_no_active_content(tmp_path, attack):
    tags, attributes = set(), {}
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, given: (tags.add(tag), attributes.update(given))
    parser.feed(loader.load(write(tmp_path, attack + "\n")).html)
    assert tags <= markdown.TAGS
    assert set(attributes) <= {"href", "id", "class", "rel", "scope"}
    assert not str(attributes.get("href", "")).startswith(("javascript", "data"))


def test_table_heads_have_a_scope(tmp_path):
    html = loader.load(write(tmp_path, "| A | B |\n| --- | --- |\n| a | b |\n")).html
    assert '<th scope="col">A</th>' in html


@pytest.mark.parametrize(("language", "href"), [("en", "/check/"), ("ja", "/ja/check/")])
def test_our_own_links_stay_in_the_language(tmp_path, language, href):
    html = loader.load(write(tmp_path, "[x](/check/)\n", language=language)).html
    assert f'href="{href}"' in html


def test_placeholder_value_is_escaped():
    assert fill("<p>By {operator_name}.</p>", {"operator_name": "<b>A&B</b>"}) == (
        "<p>By &lt;b&gt;A&amp;B&lt;/b&gt;.</p>"
    )


def test_placeholder_alone_keeps_its_paragraph_unless_it_is_html():
    assert fill("<p>{funding}</p>", {"funding": "A & B"}) == "<p>A &amp; B</p>"
    with pytest.raises(KeyError):
        fill("<p>{unknown}</p>", {})
