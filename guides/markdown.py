"""Markdown to safe HTML: raw HTML is switched off, then the result is sanitised all the same."""

import re
from dataclasses import dataclass
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from guides.errors import ContentError

CITATION = re.compile(r"\[(s\d+)\]")
CITATION_WORD = {"en": "Source ", "ja": "出典"}
TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "span",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "class"},
    "span": {"class"},
    "table": {"class"},
    "th": {"scope"},
    **{heading: {"id"} for heading in ("h2", "h3", "h4")},
}


@dataclass(frozen=True)
class Rendered:
    html: str
    contents: tuple[tuple[str, str], ...]
    """(anchor, words) of each second-level heading."""


def parser() -> MarkdownIt:
    """Return the parser of all content: CommonMark with tables and `{#anchor}` lines, no HTML."""
    md = MarkdownIt("commonmark", {"html": False}).enable("table")
    md.use(front_matter_plugin)
    md.use(attrs_block_plugin, allowed=("id",))
    md.use(anchors_plugin, min_level=2, max_level=3)
    md.inline.ruler.before("link", "citation", _citation)
    md.core.ruler.push("page", _finish)
    return md


def render(text: str, *, path: Path, language: str, numbers: dict[str, int]) -> Rendered:
    """Return the page's HTML and its contents. ``numbers``: source id → number in the list.

    Raises ContentError if the text cites a source that is not in the list.
    """
    md = parser()
    env = {"path": path, "language": language, "numbers": numbers}
    tokens = md.parse(text, env)
    html = nh3.clean(
        md.renderer.render(tokens, md.options, env),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"https", "http", "mailto"},
    )
    contents = tuple(
        (str(token.attrGet("id")), _words(tokens[place + 1]))
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    )
    return Rendered(html, contents)


def _words(inline: Token) -> str:
    return "".join(t.content for t in inline.children or [] if t.type in {"text", "code_inline"})


def _citation(state: StateInline, silent: bool) -> bool:
    """`[s1]` becomes a link to the first source of the list."""
    match = CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        env = state.env
        if match[1] not in env.get("numbers", {}):
            raise ContentError(env["path"], f"the text cites {match[1]}, which is no source")
        link = state.push("link_open", "a", 1)
        link.attrs = {"href": f"#source-{match[1]}", "class": "k-ref"}
        state.push("span_open", "span", 1).attrs = {"class": "visually-hidden"}
        state.push("text", "", 0).content = CITATION_WORD[env["language"]]
        state.push("span_close", "span", -1)
        state.push("text", "", 0).content = f"[{env['numbers'][match[1]]}]"
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _finish(state: StateCore) -> None:
    """Tables get our class, heads their scope, our own addresses the page's language."""
    japanese = state.env.get("language") == "ja"
    for token in state.tokens:
        if token.type == "table_open":
            token.attrSet("class", "k-table")
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or []:
            href = str(child.attrGet("href") or "") if child.type == "link_open" else ""
            if japanese and href.startswith("/"):
                child.attrSet("href", f"/ja{href}")
