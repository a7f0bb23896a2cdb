"""Content files by slug and language, rendered once a process and again when the file changes."""

import re
from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language

from guides import front_matter, markdown
from guides.document import Document
from guides.errors import ContentError

CONTENT = Path(__file__).parent / "content"
NAME = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.(en|ja)\.md")

_rendered: dict[Path, tuple[tuple[int, int], Document]] = {}


def active_language() -> str:
    return "ja" if (get_language() or "en").startswith("ja") else "en"


def load(path: Path) -> Document:
    """Read and render one file. Raises ContentError, which names the file."""
    name = NAME.fullmatch(path.name)
    if not name:
        raise ContentError(path, "name it like what-it-means.en.md")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(path, "is not UTF-8") from error
    head, body = front_matter.split(text, path=path)
    meta = front_matter.parse(head, path=path)
    numbers = {source.id: source.number for source in meta.sources}
    rendered = markdown.render(body, path=path, language=meta.language, numbers=numbers)
    return Document(name[1], meta, rendered.html, rendered.contents)


def _fresh(path: Path) -> Document:
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    known = _rendered.get(path)
    if known and known[0] == stamp:
        return known[1]
    document = load(path)
    _rendered[path] = (stamp, document)
    return document


def documents(folder: Path, language: str) -> dict[str, Document]:
    """Return {slug: document} of a folder in one language."""
    found = (_fresh(path) for path in sorted(folder.glob(f"*.{language}.md")))
    return {document.slug: document for document in found}


def document(folder: Path, slug: str, language: str) -> Document | None:
    """Return one document; None if the folder has none of that name in that language.

    The slug is looked up, never made into a path.
    """
    return documents(folder, language).get(slug)


def all_guides(language: str) -> list[Document]:
    """Return the guides of the index, by title; those nobody checked for too long are left out."""
    today = timezone.localdate()
    guides = documents(CONTENT, language).values()
    return sorted((g for g in guides if not g.is_out_of_index(today)), key=lambda g: g.title)


def guide(slug: str, language: str) -> Document | None:
    return document(CONTENT, slug, language)
