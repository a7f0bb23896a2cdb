"""How treatments are numbered, so that a bitmap of treatments gives the clinics they belong to.

The first treatment of clinic ``c`` is number ``c``, its second ``stride + c``, its third
``2 * stride + c`` and so on. All treatments of a clinic stand in one column, and laying the rows
of a set over one another leaves its clinics. ``stride`` is a multiple of 65,536, the size of one
container of a roaring bitmap, so that moving a row copies containers and touches no bit.
"""

from collections.abc import Sequence

from pyroaring import BitMap

CONTAINER = 65_536
FEW = 24  # up to here single numbers are faster than whole rows
Rows = list[BitMap]  # the clinics that have their first, second, third … treatment in a set


def stride_for(clinics: int) -> int:
    return CONTAINER * (clinics // CONTAINER + 1)


class Numbering:
    """Numbers for clinics 0 … n-1 with ``sizes[c]`` (at least one) treatments each."""

    def __init__(self, sizes: Sequence[int], stride: int) -> None:
        self.sizes = sizes
        self.stride = stride
        self._rows: list[BitMap] = []
        left: Sequence[int] = range(len(sizes))
        while left:
            start = len(self._rows) * stride
            self._rows.append(BitMap([start + clinic for clinic in left]))
            left = [clinic for clinic in left if sizes[clinic] > len(self._rows)]
        self.every = BitMap.union(BitMap(), *self._rows)

    def rows(self, treatments: BitMap) -> Rows:
        """Return the clinics of these treatments row by row, up to the last row with any."""
        highest = treatments.max() // self.stride + 1 if treatments else 0
        return [
            (treatments & numbers).shift(-row * self.stride)
            for row, numbers in enumerate(self._rows[:highest])
        ]

    def clinics(self, treatments: BitMap) -> BitMap:
        """Return the clinics of these treatments, each once."""
        if len(treatments) <= FEW:
            stride = self.stride
            return BitMap([number % stride for number in treatments])
        return BitMap.union(*self.rows(treatments))

    def treatments(self, clinics: BitMap) -> BitMap:
        """Return all treatments of these clinics."""
        found = [
            clinics.shift(row * self.stride) & numbers for row, numbers in enumerate(self._rows)
        ]
        return BitMap.union(BitMap(), *found)

    def column(self, clinic: int) -> range:
        """Return the numbers of all treatments of one clinic, in the order of their keys."""
        return range(clinic, clinic + self.sizes[clinic] * self.stride, self.stride)


def shared_clinics(some: Rows, others: Rows) -> BitMap:
    """Return the clinics with a treatment in both sets, each given row by row."""
    return BitMap.union(BitMap(), *[a & b for a, b in zip(some, others, strict=False)])
