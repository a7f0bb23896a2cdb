"""The order of the clinics' names, from which any part of a large set is read at once."""

from array import array
from collections.abc import Sequence

from pyroaring import BitMap

SMALL = 2_000  # up to here sorting is as fast
STEP = 1_024


class Names:
    """Clinics 0 … n-1 by ``labels[c]``; equal names by number."""

    def __init__(self, labels: Sequence[str]) -> None:
        ordered = sorted(range(len(labels)), key=labels.__getitem__)
        self._rank = array("I", bytes(4 * len(labels)))
        for rank, clinic in enumerate(ordered):
            self._rank[clinic] = rank
        self._steps = [
            BitMap(ordered[start : start + STEP]) for start in range(0, len(ordered), STEP)
        ]

    def part(self, clinics: BitMap, start: int, stop: int) -> list[int]:
        """Return the clinics at places ``start`` to ``stop`` (without it) of a set."""
        if len(clinics) <= SMALL:
            return self._sorted(clinics)[start:stop]
        found: list[int] = []
        before = 0
        for step in self._steps:
            if before >= stop:
                break
            here = step.intersection_cardinality(clinics)
            if before + here > start:
                inside = self._sorted(step & clinics)
                found += inside[max(start - before, 0) : stop - before]
            before += here
        return found

    def place(self, clinics: BitMap, clinic: int) -> int:
        """Return the place of one of the clinics of a set."""
        rank = self._rank[clinic]
        step = self._steps[rank // STEP]
        before = self._steps[: rank // STEP]
        return sum(one.intersection_cardinality(clinics) for one in before) + self._sorted(
            step & clinics
        ).index(clinic)

    def _sorted(self, clinics: BitMap) -> list[int]:
        return sorted(clinics, key=self._rank.__getitem__)
