"""Check content files: `python -m guides.lint FOLDER… --claims` prints problems and grades.

A page may not state a number without a source, cite a source that is not there, use a word that
promises too much, or exist in one language only. Pages about the site itself state its own rules:
their numbers need no source (``needs_sources=False``), every other rule holds.
"""

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from guides import banned, block_names, front_matter, loader, markdown, reading
from guides.claims import lint as claims_lint
from guides.errors import ContentError
from guides.sentences import Sentence, sentences

LONGEST_BETWEEN_CHECKS = timedelta(days=366)


def check_folder(folder: Path, *, needs_sources: bool = True) -> list[str]:
    """Return one line for each problem, each naming its file."""
    problems: list[str] = []
    for path in sorted(folder.glob("*.md")):
        try:
            problems += check_file(path, needs_sources=needs_sources)
        except ContentError as error:
            problems.append(str(error))
    return problems


def check_file(path: Path, *, needs_sources: bool = True) -> list[str]:
    """Raises ContentError if the file cannot be loaded at all."""
    head, body = front_matter.split(path.read_text(encoding="utf-8"), path=path)
    meta = front_matter.parse(head, path=path)
    found = list(sentences(body, meta.language))
    found += [Sentence(text, "") for text in (meta.title, meta.summary)]
    problems = [
        *_sources(found, {source.id for source in meta.sources}, needs_sources),
        *_words(found, meta.language),
        *_dates(meta),
        *_blocks(body),
        *_studies(meta),
        *_twin(path, meta, body),
    ]
    if not problems:
        loader.load(path)
    return [f"{path.name}: {problem}" for problem in problems]


def _sources(found: list[Sentence], known: set[str], needed: bool) -> Iterator[str]:
    for sentence in found:
        for dead in set(sentence.cited) - known:
            yield f"{dead} is no source: {sentence.words[:60]}"
        asks = sentence.is_heading and sentence.in_question
        if needed and sentence.has_number and not sentence.cited and not asks:
            yield f"a number without a source: {sentence.words[:60]}"
    for unused in known - {source for sentence in found for source in sentence.cited}:
        yield f"{unused} is never cited"


def _words(found: list[Sentence], language: str) -> Iterator[str]:
    for sentence in found:
        if sentence.is_claim or (sentence.is_heading and sentence.in_question):
            continue
        for word in banned.found_in(sentence.words, language):
            yield f"banned word {word!r}: {sentence.words[:60]}"


def _dates(meta: front_matter.FrontMatter) -> Iterator[str]:
    if not timedelta(0) < meta.next_check - meta.last_checked <= LONGEST_BETWEEN_CHECKS:
        yield "next_check must lie within a year after last_checked"


def _studies(meta: front_matter.FrontMatter) -> Iterator[str]:
    for source in meta.sources:
        if source.type == "study" and source.study is None:
            yield f"{source.id} is a study: say its kind, people and funding in guides/studies.yaml"


def _blocks(body: str) -> Iterator[str]:
    for line in re.findall(r"^\[\[.*$", body, re.MULTILINE):
        name = re.fullmatch(r"\[\[block: ([a-z-]+)\]\]", line.rstrip())
        if not name or name[1] not in block_names.NAMES:
            yield f"{line.strip()} is no block; known: {', '.join(sorted(block_names.NAMES))}"


def _twin(path: Path, meta: front_matter.FrontMatter, body: str) -> Iterator[str]:
    other = "ja" if meta.language == "en" else "en"
    twin = path.with_name(path.name.replace(f".{meta.language}.md", f".{other}.md"))
    if not twin.is_file():
        yield f"{twin.name} is missing"
        return
    twin_head, twin_body = front_matter.split(twin.read_text(encoding="utf-8"), path=twin)
    twin_meta = front_matter.parse(twin_head, path=twin)
    if meta.version < twin_meta.version:
        yield f"is version {meta.version}, {twin.name} is {twin_meta.version}: translate again"
    if _source_keys(meta) != _source_keys(twin_meta):
        yield f"has other sources than {twin.name}"
    if _anchors(body) != _anchors(twin_body):
        yield f"has other headings ({{#anchor}}) than {twin.name}"
    if _cited(body, meta.language) != _cited(twin_body, other):
        yield f"cites other sources than {twin.name}"


def _source_keys(meta: front_matter.FrontMatter) -> list[tuple[str, str]]:
    return [(source.id, source.address) for source in meta.sources]


def _cited(body: str, language: str) -> set[str]:
    return {source for sentence in sentences(body, language) for source in sentence.cited}


def _anchors(body: str) -> list[str]:
    env = {"numbers": dict.fromkeys(markdown.CITATION.findall(body), 0), "language": "en"}
    tokens = markdown.parser().parse(body, env)
    return [str(t.attrGet("id")) for t in tokens if t.type == "heading_open" and t.tag == "h2"]


def reading_line(path: Path) -> str:
    """ "grade 4.9  file" for English, "31.2 characters a sentence  file" for Japanese."""
    head, body = front_matter.split(path.read_text(encoding="utf-8"), path=path)
    language = front_matter.parse(head, path=path).language
    texts = [s.words for s in sentences(body, language) if not s.is_heading]
    if language == "ja":
        length = reading.mean_length(texts)
        return f"{length} characters a sentence  {path.name}{'  LONG' * (length > reading.LENGTH_ALARM)}"
    grade = reading.grade(texts)
    return f"grade {grade}  {path.name}{'  HARD' * (grade > reading.GRADE_ALARM)}"


def main(arguments: list[str]) -> int:
    """Check folders; `--own` before a folder: its pages state this site's own rules; `--claims`:
    the claims we checked; `--alarm`: list the grades of hard pages only."""
    problems: list[str] = []
    needs_sources = True
    only_hard = "--alarm" in arguments
    for argument in arguments:
        if argument == "--own":
            needs_sources = False
            continue
        if argument == "--alarm":
            continue
        if argument == "--claims":
            wrong = claims_lint.check_claims()
            hard = [] if wrong else claims_lint.hard_claims()
            sys.stdout.writelines(f"{line}\n" for line in hard)
            problems += wrong
            continue
        folder = Path(argument)
        problems += check_folder(folder, needs_sources=needs_sources)
        for path in sorted(folder.glob("*.md")):
            line = reading_line(path)
            if not only_hard or line.endswith(("HARD", "LONG")):
                sys.stdout.write(line + "\n")
        needs_sources = True
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
