"""Check the claims like pages: numbers, sources, words, both languages."""

from collections.abc import Iterator

from guides import banned, data, loader, reading
from guides.claims.reading import Raw, cited, numbered, raw_claims
from guides.errors import ContentError
from guides.sentences import sentences
from guides.studies import study_at


def check_claims() -> list[str]:
    """Return one line for each problem, each naming its claim."""
    try:
        claims = list(raw_claims())
    except ContentError as error:
        return [str(error)]
    ids = [raw.row["id"] for raw in claims]
    problems = [f"{twice}: stands there twice" for twice in set(ids) if ids.count(twice) > 1]
    problems += [f"{raw.row['id']}: {problem}" for raw in claims for problem in _one(raw)]
    used = {key for raw in claims for key in cited(raw.row, "en")}
    unused = set(data.read("claims/sources.yaml")) - used
    return problems + [f"claims/sources.yaml: {key} is never cited" for key in sorted(unused)]


def hard_claims() -> list[str]:
    """Return a line for each claim that reads hard, like a page's reading line."""
    found = []
    for raw in raw_claims():
        texts = [raw.row["en"][part] for part in ("why", "say")]
        grade = reading.grade(
            sentence.words
            for text in texts
            for sentence in sentences(numbered(text, cited(raw.row, "en")), "en")
        )
        if grade > reading.GRADE_ALARM:
            found.append(f"grade {grade}  claim {raw.row['id']}  HARD")
    return found


def _one(raw: Raw) -> Iterator[str]:
    row = raw.row
    for language in data.LANGUAGES:
        keys = cited(row, language)
        dead = set(keys) - set(data.read("claims/sources.yaml"))
        yield from (f"{key} is no source" for key in dead)
        yield from _studies(keys)
        for part in ("why", "say"):
            yield from _text(numbered(row[language][part], keys), language)
    if set(cited(row, "en")) != set(cited(row, "ja")):
        yield "cites other sources in Japanese"
    known = {path.name.split(".")[0] for path in loader.CONTENT.glob("*.en.md")}
    yield from (f"{slug} is no guide" for slug in set(row.get("guides") or ()) - known)


def _studies(keys: list[str]) -> Iterator[str]:
    known = data.read("claims/sources.yaml")
    for key in keys:
        source = known.get(key, {})
        if source.get("type") == "study" and study_at(source["address"]) is None:
            yield f"{key} is a study: say its kind in guides/studies.yaml"


def _text(text: str, language: str) -> Iterator[str]:
    for sentence in sentences(text, language):
        if sentence.has_number and not sentence.cited:
            yield f"a number without a source: {sentence.words[:60]}"
        # Quoted words are the advert's.
        for word in banned.found_in(_without_quotes(sentence.words), language):
            yield f"banned word {word!r}: {sentence.words[:60]}"


def _without_quotes(text: str) -> str:
    for opening, closing in (("“", "”"), ("「", "」")):
        while opening in text and closing in text.partition(opening)[2]:
            before, _open, rest = text.partition(opening)
            text = before + rest.partition(closing)[2]
    return text
