"""Another spelling for words that nothing was found for."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from clinics.search.index import Index
from clinics.search.query import Query

ALIKE = 0.7  # share of letters that may stay: "ozaka" for "osaka", "shinjyuku" for "shinjuku"
SHORTEST = 3
TRIED = 8


def corrected(index: Index, asked: Query) -> list[str] | None:
    """Return the words with unknown ones replaced by the likest known ones, or left out.

    None when every word is known, or none would be left.
    """
    tried = [word if index.with_word(word) else _likest(index, word) for word in asked.words]
    words = [word for word in tried if word]
    return words if words and words != list(asked.words) else None


def _likest(index: Index, word: str) -> str | None:
    if len(word) < SHORTEST:
        return None
    found = process.extract(
        word,
        index.vocabulary,
        scorer=OSA.normalized_similarity,
        score_cutoff=ALIKE,
        limit=TRIED,
    )
    # Of equally like words the one that more is found for.
    best = max(found, key=lambda hit: (hit[1], len(index.with_word(hit[0]))), default=None)
    return best[0] if best else None
