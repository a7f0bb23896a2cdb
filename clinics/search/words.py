"""Words in many short lines, each line kept once with those it belongs to."""

import re
from array import array
from collections.abc import Iterable
from functools import lru_cache
from io import StringIO

from pyroaring import BitMap


class Lines:
    """Folded lines and their owners (numbers of treatments or clinics).

    All lines stand in one text: a word is looked for by reading it, once, and what was found is
    kept, for the lines never change. Kanji need no word of three letters then: 膝 is found like
    any other. Words hold no line break (folding makes it a space).
    """

    def __init__(self, owned: Iterable[tuple[str, Iterable[int]]]) -> None:
        starts = array("I")
        self._owners = array("I")
        self._ends = array("I", [0])
        text = StringIO()
        for line, owners in owned:
            starts.append(text.tell())
            text.write(line)
            text.write("\n")
            self._owners.extend(owners)
            self._ends.append(len(self._owners))
        self._text = text.getvalue()
        self._starts = BitMap(starts)  # its ranks are the quickest way from a place to its line
        self.find = lru_cache(maxsize=2_048)(self._find)

    def _find(self, word: str) -> BitMap:
        """Return the owners of the lines that hold this word."""
        # A pattern skips to the next place in half the time that str.find needs here, and a map
        # of built-in functions goes through ten thousand places without a step of Python's.
        found = map(re.Match.start, re.finditer(re.escape(word), self._text))
        places = set(map(self._starts.rank, found))
        if len(self._owners) == len(self._starts):  # one owner each
            return BitMap(array("I", [self._owners[place - 1] for place in places]))
        owners = array("I")
        for place in places:
            owners.extend(self._owners[self._ends[place - 1] : self._ends[place]])
        return BitMap(owners)

    def words(self) -> set[str]:
        """Return every different word of the lines."""
        return set(self._text.split())
