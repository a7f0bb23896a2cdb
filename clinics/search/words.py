"""Words in many short lines, each line kept once with those it belongs to."""

from array import array
from functools import lru_cache

from pyroaring import BitMap


class Lines:
    """Folded lines and their owners (numbers of treatments or clinics).

    A word is looked for by reading every line, once: what it found is kept, for the lines never
    change. Kanji need no word of three letters then: 膝 is found like any other.
    """

    def __init__(self, owned: dict[str, array]) -> None:
        self._lines = list(owned)
        self._owners = array("I")
        self._ends = array("I")
        for owners in owned.values():
            self._owners.extend(owners)
            self._ends.append(len(self._owners))
        self.find = lru_cache(maxsize=2_048)(self._find)

    def _find(self, word: str) -> BitMap:
        """Return the owners of the lines that hold this word."""
        hits = [place for place, line in enumerate(self._lines) if word in line]
        if len(self._owners) == len(self._lines):  # one owner each
            return BitMap(array("I", [self._owners[place] for place in hits]))
        found = array("I")
        for place in hits:
            found.extend(self._owners[self._ends[place - 1] if place else 0 : self._ends[place]])
        return BitMap(found)

    def words(self) -> set[str]:
        """Return every different word of the lines."""
        return {word for line in self._lines for word in line.split()}
